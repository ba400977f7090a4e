// @ts-check

/** One index a filter of a list, each in the order of its pages. */
const RUN_INDEXES = {
  runs_by_plan: ['plan'],
  runs_by_entity: ['entity_ref'],
  runs_by_owner: ['owner_ref'],
  runs_by_kind: ['kind'],
  runs_by_status: ['status'],
  runs_by_trigger: ['trigger_type'],
};
const BACKUP_INDEXES = {
  backups_by_plan: ['plan'],
  backups_by_entity: ['entity_ref'],
  backups_by_owner: ['owner_ref'],
  backups_by_destination: ['destination'],
  backups_by_proof: ['proof_rung'],
};

/**
 * Heartbeats of workers; indexes for each filter of history and of backups.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('workers', table => {
    table.comment('Processes that do runs, as they said last');
    table.string('id', 255).primary();
    table.string('host', 255).notNullable();
    table.string('role', 16).notNullable();
    table.string('labels', 255).notNullable();
    table.string('version', 64).notNullable();
    table.integer('concurrency').notNullable();
    table.bigInteger('lease_ms').notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('seen_at').notNullable();
    table.boolean('draining').notNullable();
    table.text('loads').notNullable().comment('CPU and memory by run, as JSON');
  });
  for (const [name, columns] of Object.entries(RUN_INDEXES)) {
    await knex.schema.alterTable('runs', table => {
      table.index([...columns, 'sorted_at', 'id'], name);
    });
  }
  for (const [name, columns] of Object.entries(BACKUP_INDEXES)) {
    await knex.schema.alterTable('backups', table => {
      table.index([...columns, 'finished_at', 'id'], name);
    });
  }
  await knex.raw(
    'create index backups_locked on backups (finished_at, id) where lock is not null',
  );
  await knex.schema.alterTable('backups', table => {
    table.index(['run_id'], 'backups_by_run');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index backups_locked');
  await knex.schema.alterTable('backups', table => {
    table.dropIndex([], 'backups_by_run');
    for (const name of Object.keys(BACKUP_INDEXES)) table.dropIndex([], name);
  });
  await knex.schema.alterTable('runs', table => {
    for (const name of Object.keys(RUN_INDEXES)) table.dropIndex([], name);
  });
  await knex.schema.dropTable('workers');
};
