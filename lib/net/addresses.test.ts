import { describe, expect, test } from 'vitest'
import { parseDiscoveryConfig } from '@/lib/discovery/config'
import { literalAddress, mayConnect, networkError } from './addresses'

const networks = (...listed: string[]) => {
  const parsed = parseDiscoveryConfig({ privateNetworks: listed })
  if (!parsed.ok) throw new Error(parsed.errors.join(' '))
  return parsed.config.privateNetworks
}

/** As a URL may spell them; what the URL standard makes of it is what is judged. */
const PRIVATE: [string, string][] = [
  ['loopback', '127.0.0.1'], ['all of loopback', '127.255.255.254'], ['loopback in short', '127.1'], ['loopback in hex', '0x7f000001'], ['loopback in octal', '0177.0.0.1'], ['loopback as a number', '2130706433'],
  ['loopback, mapped', '[::ffff:127.0.0.1]'], ['loopback, mapped in hex', '[::ffff:7f00:1]'], ['loopback, IPv4-compatible', '[::7f00:1]'], ['loopback of IPv6', '[::1]'], ['loopback of IPv6 at length', '[0:0:0:0:0:0:0:1]'],
  ['unspecified', '0.0.0.0'], ['unspecified in short', '0'], ['unspecified IPv6', '[::]'], ['this network', '0.1.2.3'],
  ['RFC 1918 ten', '10.0.0.1'], ['RFC 1918 172', '172.16.0.1'], ['RFC 1918 172, last', '172.31.255.255'], ['RFC 1918 192', '192.168.1.1'], ['RFC 1918, mapped', '[::ffff:10.0.0.1]'],
  ['link-local', '169.254.1.1'], ['metadata of AWS, GCP, Azure', '169.254.169.254'], ['metadata as a number', '2852039166'], ['metadata in hex', '0xa9fea9fe'], ['metadata, mapped', '[::ffff:a9fe:a9fe]'], ['metadata of AWS over IPv6', '[fd00:ec2::254]'],
  ['metadata of Azure’s fabric', '168.63.129.16'], ['metadata of Alibaba', '100.100.100.200'], ['metadata of Oracle', '192.0.0.192'], ['CGNAT', '100.64.0.1'], ['CGNAT, last', '100.127.255.255'],
  ['multicast', '224.0.0.1'], ['multicast IPv6', '[ff02::1]'], ['broadcast', '255.255.255.255'], ['reserved', '240.0.0.1'], ['documentation', '192.0.2.1'], ['benchmarking', '198.18.0.1'], ['6to4 relay', '192.88.99.1'],
  ['ULA', '[fc00::1]'], ['ULA fd', '[fd12:3456::1]'], ['link-local IPv6', '[fe80::1]'], ['site-local', '[fec0::1]'], ['NAT64 of loopback', '[64:ff9b::7f00:1]'], ['NAT64 of something public', '[64:ff9b::808:808]'], ['local NAT64', '[64:ff9b:1::a00:1]'],
  ['6to4 of loopback', '[2002:7f00:1::]'], ['Teredo', '[2001::1]'], ['documentation IPv6', '[2001:db8::1]'], ['discard', '[100::1]'], ['translated', '[::ffff:0:7f00:1]'], ['segment routing', '[5f00::1]'],
]
const PUBLIC = ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '[2606:4700::1111]', '[2a00:1450:4001::1]', '[::ffff:8.8.8.8]', '0x08080808']

/** The address that a URL's host stands for. */
const addressIn = (host: string) => literalAddress(new URL(`http://${host}/`).hostname) ?? 'a name'

describe('which addresses may be connected to', () => {
  test.each(PRIVATE)('%s (%s) is refused', (_, host) => {
    expect(mayConnect(addressIn(host), 443, [])).toBe(false)
  })

  test.each(PUBLIC)('%s is public', (host) => {
    expect(mayConnect(addressIn(host), 443, [])).toBe(true)
  })

  test('what is no address is refused', () => {
    expect(['', 'localhost', '1.2.3', '::g', '1.2.3.4.5'].filter((text) => mayConnect(text, 443, networks('0.0.0.0/0', '::/0')))).toEqual([])
  })

  test('a listed network opens its addresses, in whatever clothing, and no others', () => {
    const listed = networks('10.1.0.0/16', 'fd00::/8')
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1'].map((address) => mayConnect(address, 1, listed))).toEqual([true, true, true])
    expect(['10.2.0.1', '127.0.0.1', 'fe80::1'].map((address) => mayConnect(address, 1, listed))).toEqual([false, false, false])
  })

  test('a network listed with a port opens that port only', () => {
    const listed = networks('127.0.0.1/32:8080', '[fd00::/8]:9')
    expect([mayConnect('127.0.0.1', 8080, listed), mayConnect('127.0.0.1', 5432, listed), mayConnect('fd00::1', 9, listed), mayConnect('fd00::1', 10, listed)]).toEqual([true, false, true, false])
  })

  test('a metadata service is opened by its own address and by no wide network', () => {
    expect(['169.254.169.254', '168.63.129.16', '100.100.100.200'].filter((address) => mayConnect(address, 80, networks('0.0.0.0/0')))).toEqual([])
    expect(mayConnect('fd00:ec2::254', 80, networks('fd00::/8'))).toBe(false)
    expect(mayConnect('169.254.169.254', 80, networks('169.254.169.254/32:80'))).toBe(true)
  })

  test('a listed network that is none is told', () => {
    expect(networkError({ range: '300.0.0.0/8', port: null }, 'privateNetworks.0')).toMatch(/must be a network/)
    expect(networkError({ range: '10.0.0.0/8', port: null }, 'privateNetworks.0')).toBeNull()
  })
})
