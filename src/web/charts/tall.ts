/** More rows than these scroll inside their chart: a source may have a hundred stages. */
const most = 12

export const tall = (rows: number) => (rows > most ? 'max-h-144 overflow-y-auto scroll-thin' : '')
