/** One definition per number: shown at every "?" on screen and written to docs/metrics.md. */
export const definitions = {
  totalRevenue: {
    name: 'Revenue',
    text: 'Net amount of completed order lines, less refunds on the day they were given. Pending and cancelled lines do not count.',
  },
  totalCustomers: {
    name: 'Customers',
    text: 'Active customers: different customers with at least one completed order in the range. Orders without a customer are left out.',
  },
  avgOrderValue: { name: 'Average order value', text: 'Revenue divided by orders. Not known without orders.' },
  conversionRate: {
    name: 'Conversion rate',
    text: 'Win rate: deals won, divided by deals won or lost, among the deals closed in the range. Its change is in percentage points. Of the filters only region applies.',
  },
  pipelineValue: {
    name: 'Pipeline value',
    text: 'Sum of the amounts of the deals open at the end of the range, against those open at the end of the comparison. Of the filters only region applies.',
  },
  growthRate: {
    name: 'Growth rate',
    text: 'Change of revenue against the comparison, in percent of it. Beside it stands the change against the same days a year before, or, where those are the comparison, against as many days before; only where all of those days have data.',
  },
  orders: {
    name: 'Orders',
    text: 'Different orders with at least one completed line. An order with lines in two categories counts once in the total and once in each category.',
  },
  units: {
    name: 'Units',
    text: 'Sum of the quantities of completed lines, less the units given back. Money given back without goods, such as a correction of a price, moves no units.',
  },
  grossMargin: {
    name: 'Gross margin',
    text: 'Revenue less its cost, over the revenue whose cost is known; the share covered stands beside it. A line’s cost is the one its source gives (or its amount less the profit it gives), added up exactly; else its quantity times the cost of its product.',
  },
  refunds: { name: 'Refunds', text: 'Amounts given back, on the day they were given back. Revenue is after refunds.' },
  revenueTrend: {
    name: 'Revenue over time',
    text: 'Revenue per day, week, month, quarter or year. A bucket that the range cuts, or that is not over, is drawn dashed and says "so far".',
  },
  byCategory: {
    name: 'Revenue by category',
    text: 'Revenue of the lines of each product category. Shares are of the total and sum to 100 %.',
  },
  byRegion: { name: 'Revenue by region', text: 'Revenue by the region of the order.' },
  byChannel: { name: 'Revenue by channel', text: 'Revenue by the channel of the order.' },
  breakdown: {
    name: 'Revenue by segment, customer or sales rep',
    text: 'Revenue by the segment of the customer, by customer, or by the sales representative of the line. Margin is gross margin in percent of the revenue whose cost is known. An order counts for each part it has a line of.',
  },
  movers: {
    name: 'What moved revenue',
    text: 'The largest gains and losses against the comparison, in money. All gains and losses together are the change of revenue.',
  },
  matrix: {
    name: 'Two dimensions at once',
    text: 'Revenue of each pair, such as a category in a region. The shade is by the amount; rows and columns add up to the revenue.',
  },
  topProducts: {
    name: 'Top products',
    text: 'The products that come first by revenue in the range, or by the column that is chosen. Average price is revenue divided by units; share is of all products, also those not listed.',
  },
  products: {
    name: 'Products',
    text: 'Every product that sold in the range or its comparison. Average price is revenue divided by units; share is of all products, also those a search leaves out. Orders do not add up over products, as one order can hold several.',
  },
  pipeline: {
    name: 'Sales pipeline',
    text: 'Deals open at the end of the range by stage, and the deals won in it. "Moved on": of the deals that entered a stage in the range, the share that has entered the next one or beyond since. Those still undecided are counted beside it: they are not lost, and may yet move on. Of the filters only region applies: it is the customer’s, else the sales representative’s.',
  },
  weightedValue: {
    name: 'Weighted pipeline',
    text: 'Sum of amount × probability of the deals open at the end of the range: the deal’s own probability, else that of its stage. On a day on which the stage of one of them is not known, it is not known either.',
  },
  winRate: {
    name: 'Win rate',
    text: 'Deals won, divided by deals won or lost, among the deals closed in the range. A deal that was reopened by the end of the range is not closed. The dashboard’s conversion rate is the same figure.',
  },
  salesCycle: {
    name: 'Sales cycle',
    text: 'Mean days from the creation of a deal to its closing, of the deals won in the range. Shorter is better. Deals without a day of creation are left out.',
  },
  avgDealSize: {
    name: 'Average deal size',
    text: 'Mean amount of the deals won in the range. Deals without an amount are left out.',
  },
  stageConversion: {
    name: 'Stage conversion',
    text: 'Of the deals that entered a stage in the range, the share that has entered the next one or beyond since. Those still undecided are counted beside it: they are not lost, and may yet move on.',
  },
  timeInStage: {
    name: 'Time in stage',
    text: 'Days from entering a stage to leaving it, of the deals that left it in the range: median, quartiles and number of deals. A deal that was in it several times counts once, with the sum.',
  },
  quotaAttainment: {
    name: 'Quota attainment',
    text: 'Amount of the deals won in the range, divided by the yearly quota × days of the range ÷ days of the year. Not known without a quota.',
  },
  dealSizes: {
    name: 'Deal sizes',
    text: 'Deals by amount: those open at the end of the range, and those won or lost in it. Deals without an amount are counted beside it.',
  },
  opportunities: {
    name: 'Deals',
    text: 'Deals as they were at the end of the range: open then, or won or lost in the range. Stage, amount and expected close are those of that day.',
  },
  pipelineFlow: {
    name: 'Pipeline flow',
    text: 'How the value of the open pipeline went from one day to another: what was created, won, lost, and what grew or shrank. The steps sum exactly to the change. A deal created or reopened counts with its amount at the end.',
  },
  pipelineForecast: {
    name: 'Pipeline forecast',
    text: 'Amounts of the open deals by month of expected close, times the chance to be won that the company’s own record gives. Best and worst: one month in ten comes out above or below. Deals past their expected close are in no month.',
  },
  bridgeCustomers: {
    name: 'Why revenue changed, by customers',
    text: 'New customers, customers who bought in both windows, and customers who did not come back. The steps sum exactly to the change.',
  },
  bridgePvm: {
    name: 'Why revenue changed, by price, volume and mix',
    text: 'Volume: units at the old average price. Mix: the shift between products. Price: the change of each product’s average price. The steps sum exactly to the change.',
  },
  customersTotal: {
    name: 'Customers to date',
    text: 'Customers with at least one completed order up to the end of the range. Orders without a customer, and guests, count in no customer figure. Under a filter only the orders it lets through count.',
  },
  customersActive: {
    name: 'Active customers',
    text: 'Customers with at least one completed order in the range. Their revenue, what customers without an order in the range gave back in it, and orders without a customer sum to the revenue of the range: where others only gave back, theirs is more than it.',
  },
  customersNew: { name: 'New customers', text: 'Customers whose first completed order is in the range.' },
  customersReturning: { name: 'Returning customers', text: 'Active customers whose first order was before the range.' },
  customersChurned: {
    name: 'Churned customers',
    text: 'Customers whose silence became as long as the churn window (180 days unless set otherwise) on a day of the range. Who then orders again comes back, and may be active in the same range.',
  },
  customersAtRisk: {
    name: 'At risk',
    text: 'Now, whatever the range: customers who have not churned and whose churn risk is 0.5 or more. It has no comparison, as the scores of earlier days are not kept.',
  },
  churnRisk: {
    name: 'Churn risk',
    text: 'Probability of no order within the horizon: 60 days, or twice the median gap between orders if that is longer. The mean of a model of buying and leaving (BG/NBD) and a logistic regression on recency, frequency, value, tenure and overdue time, from all orders of the customer whatever the filters. With fewer than 200 customers or two horizons of history: BG/NBD alone. With fewer than ten customers who bought twice, or where the model’s own record is no better than knowing nothing (of at least 100 customers: a Brier skill of 0 or less, or an AUC of 0.55 or less): a rule, ½ at twice the usual gap, named as such. High from 0.7, medium from 0.5, low below; who has churned is in no band.',
  },
  churnReasons: {
    name: 'Reasons and suggestion',
    text: 'What the logistic part adds to or takes from the risk against the average customer, taken together by what it speaks of: silence, number of orders, value of an order, time as a customer. The suggestion comes from a fixed table on the main reason and the customer’s third by expected revenue.',
  },
  churnRecord: {
    name: 'Record of the churn model',
    text: 'The whole model made once more as of one horizon ago, and held against what happened since. AUC: how often of two customers, one of whom fell silent, that one had the higher risk (0.5 is chance). Brier skill: how much closer the risks came than the overall share would have (0 is no closer). Reliability: predicted against observed, in groups.',
  },
  customerSegments: {
    name: 'Segments',
    text: 'Customers to date, active customers and their revenue in the range by segment. A customer has one segment.',
  },
  cohorts: {
    name: 'Cohorts',
    text: 'Customers by the month of their first completed order. Month k: the share of the cohort with a completed order in the k-th month after it, or in that month or later. By revenue: what the cohort spent then, in percent of its first month (or later: of all it spent). A month that is not over is marked and stays out of the average; one that has not begun is empty. The average is weighted by the size of the cohorts that are old enough.',
  },
  lifetimeValue: {
    name: 'Customer value',
    text: 'To date: all revenue of the customer up to the end of the range, less refunds. Predicted: expected purchases of the next 12 months times the expected value of one (BG/NBD and Gamma-Gamma), from all orders of the customer, as of now. Bands are half-open: 1,000 is in 1–5K.',
  },
  acquisition: {
    name: 'Acquisition',
    text: 'New customers by the channel through which they came: the one the source names for the customer, else the channel of their first order.',
  },
  rfm: {
    name: 'RFM groups',
    text: 'Recency (days since the last order), frequency (days with an order) and monetary value (revenue to date), each in fifths among all customers to date; equal values share a fifth. The group follows from recency and the mean of the other two.',
  },
  probabilityAlive: {
    name: 'Probability alive',
    text: 'Probability that the customer has not left for good (BG/NBD). Somebody who bought once has 1 whatever the silence since, so it is no measure of risk.',
  },
  nextOrder: {
    name: 'Next order by',
    text: 'The day by which the next order has come with probability ½; not known where it may as well never come.',
  },
  predictedRevenue: {
    name: 'Predicted revenue',
    text: 'Revenue of the next six months, after the one that is not over: the mean of the forecasts of several models. In four of five such forecasts the sum should come to lie in the 80 % band beside it. Its change is against the same months a year before.',
  },
  revenueForecast: {
    name: 'Revenue forecast',
    text: 'Revenue by month as it was and as it is expected, with the bands in which 80 % and 95 % of such forecasts should come true. The bands are as wide as the errors of the same forecast made at each of the last months. The forecasts of categories, regions, channels and segments sum to the total, to the cent.',
  },
  nowcast: {
    name: 'The month that is not over',
    text: 'Sold so far, and the rest of the month: by its weekdays, its own pace and the forecast made before it began, weighed by how much each has been wrong; or as past months had it after the same day, where that would have come closer. Its band narrows as the month goes by.',
  },
  seasonalNaive: {
    name: 'Seasonal naive',
    text: 'The plainest forecast: the same month of last year again (the last month, with less than a year of history). A model that does no better has no skill.',
  },
  modelAccuracy: {
    name: 'Forecast accuracy',
    text: '1 less the error in parts of revenue: the whole forecast is made again at each of the last months, up to twelve, without what came later, and compared with what came, one to six months ahead. The number of months compared stands beside it.',
  },
  forecastSkill: {
    name: 'Skill',
    text: 'How much smaller the error is than that of repeating the same month of last year: 25 % is a quarter less, 0 or less is no better.',
  },
  forecastCoverage: {
    name: 'Coverage',
    text: 'Share of the months that came to lie inside the band that was given beforehand. A band of 80 % should hold about 80 % of them.',
  },
  pastForecasts: {
    name: 'Past forecasts',
    text: 'What was forecast, against what came. "Served" was shown on that day and kept; "refitted" is made now, by standing at that month and forgetting what came after. A forecast that was made with the rows of an import that was undone since counts nowhere.',
  },
  seasonality: {
    name: 'Seasonality',
    text: 'How far each month of the year, or day of the week, lies from their average of 100, apart from growth, with the interval that holds the true figure in 95 of 100 cases. Where the test finds no difference, that is said.',
  },
  revenueAtRisk: {
    name: 'Revenue at risk',
    text: 'Each customer’s churn risk times what they are expected to spend in twelve months, summed over the customers who have not churned. High is a risk from 0.7, medium from 0.5. By category: by what each customer has bought.',
  },
  scenario: {
    name: 'Scenario',
    text: 'What the forecast would be if: prices (with the same units sold), the win rate of deals (of the weighted pipeline), churn (of the revenue at risk), a single order. It stands beside the forecast, is part of the address and is stored nowhere.',
  },
  target: {
    name: 'Target',
    text: 'A plan for a fiscal year that a person sets, for the year or for each month. Its probability is the share of likely courses of the months to come that reach it, as wide as past forecasts of such sums were wrong.',
  },
  comparison: {
    name: 'Comparison',
    text: 'Like stands beside like. A month, quarter or year, whole or up to today, is compared with the same dates of the one before, and so are several whole months; the previous year has the same dates, too. Any other range keeps its number of days: by weekday it moves back by the fewest whole weeks that clear it (30 days: 35), or 52 weeks for the previous year; by date it is the days immediately before, or the same dates a year earlier. Days of your choice lie before the range. Of a range that ends later than today, only the days up to today are compared. If the last day is not over, the comparison’s last day counts only up to the same time of day. A day without a like (31 October beside a November) counts in the sums and stands beside nothing over time. One that ends before the data begins is not known, and not zero; of one that begins before it only the days with data are known, and the page says so.',
  },
} as const
