/** A count with the words that agree with it: "1 row has", "2,345 rows have". */
export const counted = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
