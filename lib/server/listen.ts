import { createServer, type Server } from 'node:http'
import { codeOf, messageOf, StartFailure } from '@/lib/db/start-failure'

/** Listens, or says in words why not. Returns the port, which the system chose when 0 was asked for. */
export async function listen(server: Server, port: number, host: string, variable: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusal(error, port, host, variable)))
    server.listen(port, host, () => resolve())
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function refusal(error: unknown, port: number, host: string, variable: string): StartFailure {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program already listens there', EACCES: 'this user may not listen there', EADDRNOTAVAIL: 'this computer has no such address', ENOTFOUND: 'the host name is not known',
  }
  return new StartFailure(`port ${port} on ${host} cannot be used: ${reasons[codeOf(error)] ?? messageOf(error)}.`, {
    kept: 'nothing is lost; the other program was not disturbed.', todo: `stop the other program, or choose another with ${variable}=… (and HOST for the address).`,
  })
}

/** Says early, before the database is touched, that a port is taken; the listener itself is opened last. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  const probe = createServer()
  await listen(probe, port, host, 'PORT')
  await new Promise<void>((resolve) => probe.close(() => resolve()))
}
