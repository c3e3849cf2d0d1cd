import { createServer, type Server } from 'node:http'
import { memoryUsage, uptime } from 'node:process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { gauge, metricsText } from './metrics'
import { listen } from './listen'

/** `GET /metrics` on its own port and nowhere else: what the process does is nobody's business at the public door. */
export async function startMetrics(port: number, host: string): Promise<Server> {
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end()
      return
    }
    gauge('bailiwick_up_seconds', 'Seconds since the process began.', uptime())
    gauge('bailiwick_memory_bytes', 'Resident memory.', memoryUsage().rss)
    gauge('bailiwick_event_loop_delay_seconds', '99th percentile of the event loop delay since the last scrape.', loop.percentile(99) / 1e9)
    gauge('bailiwick_draining', '1 while the process is shutting down.', processState().draining === true ? 1 : 0)
    const { totalCount, idleCount, waitingCount } = pool()
    gauge('bailiwick_pool_connections', 'Connections of the raw pool.', totalCount - idleCount, { state: 'busy' })
    gauge('bailiwick_pool_connections', 'Connections of the raw pool.', idleCount, { state: 'idle' })
    gauge('bailiwick_pool_waiting', 'Work that waits for a connection.', waitingCount)
    loop.reset()
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metricsText())
  })
  await listen(server, port, host, 'BAILIWICK_METRICS_PORT')
  server.unref()
  return server
}
