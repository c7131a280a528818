import type { Preset } from './preset.ts'

export const payments: Preset[] = [
  {
    name: 'Stripe payments',
    kind: 'orders',
    has: ['id', 'amount', 'amountrefunded', 'currency', 'status'],
    mapping: {
      order_id: ['id'],
      date: ['createddateutc', 'createdutc', 'created', 'createddate'],
      amount: ['convertedamount', 'amount'],
      refund_amount: ['convertedamountrefunded', 'amountrefunded'],
      refund_date: ['refundeddateutc', 'refundedutc', 'refundeddate'],
      currency: ['convertedcurrency', 'currency'],
      customer_id: ['customerid', 'customeremail'],
      customer_name: ['customerdescription', 'cardname', 'customeremail'],
      product_name: ['description'],
      status: ['status'],
      region: ['cardissuecountry', 'cardaddresscountry'],
      channel: ['paymentsourcetype', 'paymentmethodtype'],
    },
    notes: ['Amounts are gross of Stripe’s fees; the description stands for the product.'],
  },
]
