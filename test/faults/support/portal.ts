/**
 * A portal without Backstage, in a process of its own: queue, worker and what
 * the clock does, over a given database. Killed and frozen by the suites.
 */
import knexFactory from 'knex';
import { Running, testLogger, TestPorts, makePlan } from './inside';
import type { PortalOrder } from './portalOrder';

async function start(order: PortalOrder): Promise<void> {
  const knex = knexFactory(order.database);
  const ports = TestPorts.create({
    ...order,
    plans: order.plans.map(plan => makePlan(plan)),
  });
  const running = Running.create({
    knex,
    logger: testLogger(line => process.stderr.write(`${line}\n`)),
    plans: ports.plans,
    orders: ports.orders,
    switches: ports.switches,
    events: ports.events,
    worker: { concurrency: order.concurrency, leaseMs: order.leaseMs },
    testing: {
      pollMs: 100,
      graceMs: 3_000,
      ...(order.childEntry
        ? { child: { entry: order.childEntry, execArgv: [] } }
        : {}),
      fault: row => order.faults[`${row.plan}/${row.attempt}`] ?? null,
    },
  });
  await running.open(true);
  running.start();
  const look = async () => {
    await running.reclaim().catch(error => {
      process.stderr.write(`reclaim: ${String(error)}\n`);
    });
    setTimeout(look, 200 + Math.random() * 200);
  };
  void look();
  process.send?.('started');
}

process.once('message', message => void start(message as PortalOrder));
