import type { Preset } from './preset.ts'

/** What all exports of WooCommerce orders call their columns. */
const wooCommerce: Preset['mapping'] = {
  order_id: ['ordernumber'],
  date: ['orderdate'],
  customer_id: ['emailbilling', 'billingemailaddress', 'customeruserid'], // all guests have the user 0
  customer_name: ['firstnamebilling', 'billingfirstname', 'companybilling'],
  customer_last_name: ['lastnamebilling', 'billinglastname'],
  product_id: ['sku'],
  product_name: ['itemname'],
  unit_price: ['itemcost'],
  category: ['category', 'productcategories'],
  status: ['orderstatus'],
  region: ['countrycodebilling', 'countrynamebilling', 'countrycodeshipping', 'countrynameshipping'],
  currency: ['ordercurrency', 'currency'],
}

/** In WooCommerce an order that is processed is paid; its own reports count it. */
const paidInWooCommerce: Pick<Preset, 'statuses'> = {
  statuses: { processing: 'completed', 'wc-processing': 'completed' },
}
const wooCommerceNote = 'Orders in Processing are paid: they count as completed, as in WooCommerce’s own reports.'

export const shops: Preset[] = [
  {
    name: 'Shopify orders',
    kind: 'orders',
    has: ['name', 'financialstatus', 'lineitemquantity', 'lineitemname', 'lineitemprice', 'createdat'],
    mapping: {
      order_id: ['name'],
      date: ['createdat'],
      customer_id: ['email'],
      customer_name: ['billingname', 'shippingname'],
      product_id: ['lineitemsku'],
      product_name: ['lineitemname'],
      quantity: ['lineitemquantity'],
      unit_price: ['lineitemprice'],
      discount: ['lineitemdiscount'],
      order_net: ['subtotal'],
      order_discount: ['discountamount'],
      refund_amount: ['refundedamount'],
      status: ['financialstatus'],
      cancelled: ['cancelledat'],
      region: ['shippingcountry', 'billingcountry'],
      channel: ['source'],
      rep: ['employee'],
      currency: ['currency'],
      category: ['lineitemtype'],
    },
    discount: 'money',
    notes: [
      'Revenue is the line items after discounts, without shipping and taxes: the orders’ Subtotal.',
      'Shopify exports no refund dates: refunded amounts are left out of the order’s own day.',
    ],
  },
  {
    name: 'WooCommerce orders',
    kind: 'orders',
    has: ['ordernumber', 'orderstatus', 'orderdate', 'itemname', 'itemcost', 'quantityrefund'],
    mapping: { ...wooCommerce, quantity: ['quantityrefund'] },
    ...paidInWooCommerce,
    notes: [
      wooCommerceNote,
      'Quantity (- Refund) is without what was given back, so Order Refund Amount is not taken off once more.',
      'Item Cost is the price after discounts; shipping and taxes are left out.',
    ],
  },
  {
    name: 'WooCommerce orders',
    kind: 'orders',
    has: ['ordernumber', 'orderstatus', 'orderdate', 'itemname', 'itemcost'],
    mapping: { ...wooCommerce, quantity: ['quantity'], refund_amount: ['orderrefundamount'] },
    ...paidInWooCommerce,
    notes: [wooCommerceNote, 'Item Cost is the price after discounts; shipping and taxes are left out.'],
  },
  {
    name: 'WooCommerce orders',
    kind: 'orders',
    has: ['date', 'order', 'netsales', 'status', 'itemssold'],
    mapping: {
      order_id: ['order'],
      date: ['date'],
      customer_name: ['customer'],
      product_name: ['products'],
      quantity: ['itemssold'],
      amount: ['netsales'],
      status: ['status'],
      channel: ['attribution', 'origin'],
    },
    ...paidInWooCommerce,
    notes: [
      wooCommerceNote,
      'One row per order: the product column names all of its products, so figures by product are of combinations.',
    ],
  },
  {
    name: 'Squarespace orders',
    kind: 'orders',
    has: [
      'orderid',
      'financialstatus',
      'fulfillmentstatus',
      'lineitemquantity',
      'lineitemname',
      'lineitemprice',
      'amountrefunded',
    ],
    mapping: {
      order_id: ['orderid'],
      date: ['createdat', 'paidat'],
      customer_id: ['email'],
      customer_name: ['billingname', 'shippingname'],
      product_id: ['lineitemsku'],
      product_name: ['lineitemname'],
      quantity: ['lineitemquantity'],
      unit_price: ['lineitemprice'],
      order_discount: ['discountamount'],
      refund_amount: ['amountrefunded'],
      status: ['financialstatus'],
      cancelled: ['cancelledat'],
      region: ['shippingcountry', 'billingcountry'],
      channel: ['channelname', 'channeltype'],
      currency: ['currency'],
    },
    notes: [
      'Revenue is the line items after the order’s discount, without shipping and taxes.',
      'Squarespace exports no refund dates: refunded amounts are left out of the order’s own day.',
    ],
  },
]
