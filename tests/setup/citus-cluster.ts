import pg from 'pg'

/** The servers of a Citus cluster as URLs without a database, the coordinator last: what is made on it asks the others. */
export type Cluster = string[]

export const asked = async <Row extends object>(url: string, statements: string[]): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) ({ rows } = await client.query<Row>(statement))
    return rows
  } finally {
    await client.end()
  }
}

/** Of a database in which Citus is set up. Workers are asked as the same user. */
export const clusterOf = async (url: string): Promise<Cluster> => {
  const workers = await asked<{ host: string; port: number }>(url, [
    `select nodename as host, nodeport as port from pg_dist_node where noderole = 'primary' and groupid <> 0 order by nodeid`,
  ])
  const at = (host: string) => Object.assign(new URL(url), { host, pathname: '' }).href
  const { hostname, port } = new URL(url)
  return [...workers.map(node => `${node.host}:${node.port}`), `${hostname}:${port || '5432'}`].map(at)
}

/** Each server has its own databases: the same is done on all of them. */
export const onAll = async (cluster: Cluster, statement: string) => {
  for (const server of cluster)
    await asked(`${server}/postgres`, ['set citus.enable_create_database_propagation to off', statement])
}

/** A new database on all servers, in which the coordinator knows the others. Returns its URL. */
export const createOn = async (cluster: Cluster, name: string, options = ''): Promise<string> => {
  await onAll(cluster, `create database ${name} ${options}`)
  for (const server of cluster) await asked(`${server}/${name}`, ['create extension citus'])
  const [coordinator, ...workers] = cluster.toReversed().map(server => new URL(server))
  const url = `${cluster.at(-1)}/${name}`
  await asked(url, [
    `select citus_set_coordinator_host('${coordinator!.hostname}', ${coordinator!.port})`,
    ...workers.map(({ hostname, port }) => `select citus_add_node('${hostname}', ${port})`),
  ])
  return url
}

export const dropOn = (cluster: Cluster, name: string) => onAll(cluster, `drop database if exists ${name} with (force)`)
