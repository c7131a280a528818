import type { Preset } from './preset.ts'

export const marketplaces: Preset[] = [
  {
    name: 'Amazon orders',
    kind: 'orders',
    has: ['amazonorderid', 'purchasedate', 'orderstatus', 'sku', 'quantity', 'itemprice'],
    mapping: {
      order_id: ['amazonorderid'],
      date: ['purchasedate'],
      product_id: ['sku'],
      product_name: ['productname'],
      quantity: ['quantity'],
      amount: ['itemprice'],
      status: ['itemstatus', 'orderstatus'],
      region: ['shipcountry'],
      channel: ['saleschannel'],
      currency: ['currency'],
    },
    notes: [
      'item-price is of all pieces of a line, before promotions, shipping and tax.',
      'Amazon tells no customers and no refunds in this report.',
    ],
  },
  {
    name: 'Amazon settlement',
    kind: 'orders',
    has: ['datetime', 'settlementid', 'type', 'orderid', 'sku', 'productsales'],
    mapping: {
      order_id: ['orderid'],
      date: ['datetime'],
      product_id: ['sku'],
      product_name: ['description'],
      quantity: ['quantity'],
      amount: ['productsales'],
      row_type: ['type'],
      region: ['orderstate'],
      channel: ['marketplace'],
    },
    notes: ['Revenue is the product sales, before Amazon’s fees, promotions, shipping and tax.'],
  },
]
