/** Where the server is reached. */
export type Network = {
  /** The address it listens on. */
  host: string
  /** What people type, where that is not this machine's own name. */
  base: URL | undefined
  /** Whose word on where a request comes from is taken. */
  proxies: string[]
  tls: { cert: Buffer; key: Buffer } | undefined
  /** Browsers are told that the names below this one are encrypted, too. */
  hstsSubdomains: boolean
}

const loopback = ['localhost', '127.0.0.1', '[::1]', '::1']

/** A name of this machine that no other can be reached by. */
export const isLoopback = (name: string) => loopback.includes(name.toLowerCase())

export const thisMachine: Network = {
  host: '127.0.0.1',
  base: undefined,
  proxies: [],
  tls: undefined,
  hstsSubdomains: false,
}

/** Only who sits at this machine gets here: as long as there is no owner, nobody is asked who they are. */
export const onlyHere = ({ host, base, proxies }: Network) =>
  isLoopback(host) && proxies.length === 0 && (base === undefined || isLoopback(base.hostname))

const nameOf = (host: string) => host.replace(/:\d+$/, '')

/** How a program on this machine reaches it: by the address it listens on, where that is one. */
export const ownName = ({ host }: Network) => {
  if (isLoopback(host) || host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Whether a Host header means this server. */
export const isAddressed = (network: Network, host: string) =>
  isLoopback(nameOf(host)) || nameOf(host) === ownName(network) || host.toLowerCase() === network.base?.host

/** The only origin from whose pages changes are taken, for a request that was addressed to `host`. */
export const originAt = ({ base, tls }: Network, host: string) =>
  base && host.toLowerCase() === base.host ? base.origin : `${tls ? 'https' : 'http'}://${host}`

/** Nothing of it travels readable. */
export const isEncrypted = ({ base, tls }: Network) => tls !== undefined || base?.protocol === 'https:'
