import pg from 'pg'

/** Another's server, which stays as it is but for a database of each size. */
export const serverAt = (url: string) => ({
  createDatabase: async (name: string) => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name])
    if (!rowCount) await admin.query(`create database ${name}`)
    await admin.end()
    const database = new URL(url)
    database.pathname = name
    return database.href
  },
  stop: async () => {},
})
