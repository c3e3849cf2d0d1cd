import { type ExampleServer, seenBy } from './server'

const audit = seenBy('data-audit')
const otel = seenBy('otel-ml')
const hive = seenBy('toolhive-prod')

/** The warehouse and what feeds it, machine learning, and money. */
export const DATA_SERVERS: readonly ExampleServer[] = [
  audit('snowflake', 'Snowflake', 'R', 'data', 'v.petrov m.dubois', 'The warehouse, for analysts and their agents.', { effects: ['regulated_data'], downstream: ['snowflake'], secret: ['SNOWFLAKE_KEY', 'vault kv/mcp/snowflake', 90, 41] }),
  audit('postgres-orders', 'Orders database', 'R', 'data', 'v.petrov n.kovacs', 'A read replica of orders and the export jobs on it.', { effects: ['regulated_data'] }),
  audit('dbt', 'dbt', 'I', 'data', 'm.dubois c.wei', 'Models, tests and lineage of the warehouse.'),
  audit('airflow', 'Airflow', 'I', 'data', 'm.dubois v.petrov', 'The nightly jobs and why one failed.'),
  audit('looker', 'Looker', 'I', 'data', 'v.petrov l.haas', 'Dashboards and the questions behind them.', { downstream: ['looker'] }),
  audit('kafka', 'Kafka', 'C', 'data', 'v.petrov h.jung', 'Topics, schemas and consumer lag.', { effects: ['production_change'], downstream: ['msk-prod'] }),
  otel('mlflow', 'MLflow', 'I', 'machine-learning', 'z.farouk b.ito', 'Experiments, runs and registered models.'),
  otel('feature-store', 'Feature store', 'I', 'machine-learning', 'z.farouk k.olsen', 'Features, their freshness and their owners.'),
  otel('vector-search', 'Vector search', 'I', 'machine-learning', 'z.farouk e.costello', 'Indexes for retrieval over the handbook and tickets.', { since: 70 }),
  otel('gpu-queue', 'GPU queue', 'I', 'machine-learning', 'z.farouk j.whitt', 'Training jobs on the shared cards.', { identity: false, since: 44 }),
  hive('stripe', 'Stripe', 'R', 'payments', 'n.kovacs f.balogun', 'Charges, refunds and payouts of the live account.', { effects: ['payments'], downstream: ['stripe'], secret: ['STRIPE_RESTRICTED_KEY', 'vault kv/mcp/stripe', 90, 20] }),
  hive('ledger', 'Ledger', 'R', 'payments', 'f.balogun r.costa', 'The internal double-entry ledger.', { effects: ['payments'] }),
  hive('fraud-desk', 'Fraud desk', 'C', 'payments', 'n.kovacs g.holm', 'Cases, rules and scores of suspicious orders.', { effects: ['regulated_data'] }),
  hive('metabase', 'Metabase', 'I', 'data', 'm.dubois c.wei', 'Saved questions and dashboards, read only.', { reaches: 'proposed', environment: 'staging', since: 21 }),
]
