import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A network that the operator opened, and one port of it or all (null). */
export type PrivateNetwork = { range: string; port: number | null }

/**
 * Where cloud providers hand out credentials to whoever asks. A listed network that happens to contain one of these does not open it:
 * only its own /32 or /128 does.
 */
const METADATA = ['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']

/** Global unicast is all of IPv6 that is routed today; what lies outside (`::7f00:1` among it) only leads inwards. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * True when the address may be connected to: it is public, or the operator listed its network (and port). Anything that is not
 * ordinary public unicast counts as private: loopback, RFC 1918, link-local, CGNAT, ULA, multicast, documentation, NAT64 and 6to4.
 */
export function mayConnect(address: string, port: number, networks: readonly PrivateNetwork[]): boolean {
  const parsed = parsedAddress(address)
  if (parsed === null) return false
  const isMetadata = METADATA.includes(parsed.toString())
  if (!isMetadata && isPublic(parsed)) return true
  return networks.some((network) => (network.port === null || network.port === port) && contains(network, parsed, isMetadata))
}

/** The IP address that a URL's host is, without brackets and zone; null = it is a name, or none. WHATWG URLs have unified all spellings. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? null : bare
}

/** What is wrong with a listed network, as a sentence; null = nothing. */
export function networkError(network: PrivateNetwork, place: string): string | null {
  return cidrOf(network) === null ? `${place} must be a network such as 10.0.0.0/8, 127.0.0.1/32:8080 or [fd00::/8]:8443.` : null
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** An IPv4 address in IPv6 clothing (`::ffff:127.0.0.1`) is the IPv4 address. Short forms such as `1.2.3` are read in several ways: none is taken. */
function parsedAddress(address: string): Address | null {
  if (isIP(address) === 0) return null
  try {
    return ipaddr.process(address)
  } catch {
    return null
  }
}

function isPublic(address: Address): boolean {
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_IPV6))
}

function cidrOf({ range }: PrivateNetwork): [Address, number] | null {
  try {
    return ipaddr.parseCIDR(range)
  } catch {
    return null
  }
}

function contains(network: PrivateNetwork, address: Address, exactly: boolean): boolean {
  const cidr = cidrOf(network)
  if (cidr === null || cidr[0].kind() !== address.kind()) return false
  return address.match(cidr) && (!exactly || cidr[1] === (address.kind() === 'ipv4' ? 32 : 128))
}
