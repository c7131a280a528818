import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { ApiError } from '../../errors.ts'
import { isLoopback } from '../../http/network.ts'

/*
 * In: an address as a person wrote it.
 * Out: where and as whom to connect. Nothing else of the address reaches the driver, which would read files that it names.
 */

export type Address = {
  host: string
  port: number
  user: string
  password: string
  database: string
  tls: 'disable' | 'require' | 'verify-full'
}

const refuse = (words: string): never => {
  throw new ApiError(400, 'source_refused', words)
}

const ways = ['verify-full', 'require', 'disable'] as const
const waysWords =
  'sslmode=verify-full (encrypted, and the certificate is checked), sslmode=require (encrypted) or sslmode=disable'

const part = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return refuse('url: a % in a name or password is written as %25.')
  }
}

/** No sentence repeats the address: a password stands in it. */
export const addressOf = (text: string): Address => {
  if (!/^postgres(ql)?:\/\//i.test(text) || !URL.canParse(text))
    refuse(
      'url: expected an address such as postgres://reader:password@host:5432/shop, got something else. Signs such as @, : and / in a password are written as %40, %3A and %2F.',
    )
  const { hostname, port, username, password, pathname, searchParams, hash } = new URL(text)
  const host = part(hostname).replace(/^\[|\]$/g, '')
  const database = part(pathname.slice(1))
  if (!host || host.includes('/')) refuse('url: expected the name of a host, got none. Sockets are not read.')
  if (!username || !database) refuse('url: expected a user and a database, as in postgres://reader:password@host/shop')
  const others = [...searchParams.keys()].filter(name => name !== 'sslmode')
  if (others.length || hash)
    refuse(`url: expected no other parameter than ${waysWords}, got ${others.join(', ') || '#'}`)
  const said = searchParams.get('sslmode')
  const way = ways.find(one => one === said)
  if (said !== null && !way) refuse(`url: expected ${waysWords}, got sslmode=${said}`)
  if (!way && !isLoopback(host))
    refuse(`url: the host is another computer: add ?${waysWords.replaceAll(' sslmode', ' ?sslmode')}`)
  return {
    host,
    port: Number(port || 5432),
    user: part(username),
    password: part(password),
    database,
    tls: way ?? 'disable',
  }
}

/** Whose account where, as it may be shown. */
export const placeOf = ({ host, port, user, database }: Address) => `${user}@${host}:${port}/${database}`

/** Where clouds tell programs their secrets, and what is nobody's own address. */
const nobody = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  nobody.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::', 32],
] as const)
  nobody.addSubnet(net, bits, 'ipv6')

const isNobody = (address: string) => nobody.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The address that is connected to is the one that was looked at. */
export const reachable = async (host: string): Promise<string> => {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
  const [first] = found
  if (!first || found.some(({ address }) => isNobody(address)))
    return refuse(`The host ${host} is at an address that is not connected to (link-local or no single computer's).`)
  return first.address
}
