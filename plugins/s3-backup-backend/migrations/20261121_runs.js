/*
 * Runs, their attempts, logs and slots, and the cache of backups.
 *
 * Instants are milliseconds since 1970 in 64-bit integers, so that a lease is
 * compared by the database's own clock in one expression on every engine.
 * Lists, problems and the like are JSON in text.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('runs', table => {
    table.string('id', 36).primary();
    table.string('kind', 16).notNullable();
    table.string('plan', 63).notNullable();
    table.string('plan_title', 200);
    table.string('entity_ref', 512);
    table
      .string('owner_ref', 512)
      .comment('copied from the plan: lists filter in SQL');
    table.string('destination', 63);
    table.string('trigger_type', 16).notNullable();
    table.string('trigger_by', 512);
    table.bigInteger('slot');
    table.string('status', 16).notNullable();
    table
      .string('lane', 100)
      .comment('of one lane one run is running at a time');
    table.text('request').notNullable();
    table.integer('attempt').notNullable().defaultTo(0);
    table.integer('attempts_allowed').notNullable().defaultTo(1);
    table.bigInteger('backoff_ms').notNullable().defaultTo(0);
    table.bigInteger('time_limit_ms').notNullable();
    table.bigInteger('stall_limit_ms').notNullable();
    table.bigInteger('not_before').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('sorted_at').notNullable();
    table.bigInteger('started_at');
    table.bigInteger('finished_at');
    table
      .string('folder', 1024)
      .comment('relative to the prefix, one for all attempts');
    table.bigInteger('cancel_requested_at');
    table.string('cancel_by', 512);
    table.bigInteger('bytes_read');
    table.bigInteger('bytes_stored');
    table.text('progress');
    table.text('error');
    table.text('also').notNullable().defaultTo('[]');
    table.text('details').notNullable().defaultTo('{}');
    table.text('result');
    table.text('backups').notNullable().defaultTo('[]');
    table.string('missed_reason', 32);
    table.integer('count').notNullable().defaultTo(1);
    table.bigInteger('first_slot');
    table.bigInteger('last_slot');
    table.bigInteger('announcing_at');
    table.bigInteger('announced_at').comment('null: its end was not told yet');
    table.index(['sorted_at', 'id']);
    table.index(['plan', 'sorted_at']);
    table.index(['status', 'not_before']);
    table.index(['owner_ref']);
  });
  // The last word on overlap: two replicas may both think a lane is free.
  await knex.raw(
    `create unique index runs_one_running_a_lane on runs (lane) where status = 'running'`,
  );

  await knex.schema.createTable('attempts', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.integer('n').notNullable();
    table.string('worker', 255).notNullable();
    table.string('host', 255).notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('ended_at');
    table.bigInteger('lease_until').notNullable();
    table.bigInteger('lease_ms').notNullable();
    table
      .bigInteger('publishing_at')
      .comment('it was told that it may publish');
    table.string('outcome', 16);
    table.text('error');
    table.text('phases').notNullable().defaultTo('[]');
    table.bigInteger('swept_at');
    table.primary(['run_id', 'n']);
    table.index(['ended_at', 'lease_until']);
    table.index(['swept_at', 'lease_until']);
  });

  await knex.schema.createTable('run_logs', table => {
    table
      .string('run_id', 36)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.integer('seq').notNullable();
    table.bigInteger('at').notNullable();
    table.string('level', 8).notNullable();
    table.text('text').notNullable();
    table.integer('bytes').notNullable();
    table.integer('omitted').comment('how many lines this one stands for');
    table.primary(['run_id', 'seq']);
  });

  await knex.schema.createTable('slots', table => {
    table.string('plan', 63).notNullable();
    table.bigInteger('slot').notNullable();
    table.string('run_id', 36).notNullable();
    table.primary(['plan', 'slot']);
  });

  await knex.schema.createTable('plan_clocks', table => {
    table.string('plan', 63).primary();
    table
      .bigInteger('seen_at')
      .notNullable()
      .comment('slots up to here have been dealt with');
  });

  await knex.schema.createTable('backups', table => {
    table.string('id', 32).primary();
    table.string('plan', 63).notNullable();
    table.string('entity_ref', 512);
    table.string('owner_ref', 512);
    table.string('destination', 63).notNullable();
    table.string('run_id', 36).notNullable();
    table.string('folder', 1024).notNullable();
    table.string('manifest_key', 1024).notNullable();
    table.bigInteger('slot');
    table.bigInteger('started_at').notNullable();
    table.bigInteger('finished_at').notNullable();
    table.boolean('complete').notNullable();
    table.boolean('deleting').notNullable().defaultTo(false);
    table.bigInteger('bytes_plain').notNullable();
    table.bigInteger('bytes_stored').notNullable();
    table.text('manifest').notNullable();
    table.string('proof_rung', 16).notNullable().defaultTo('stored');
    table.bigInteger('proof_at').notNullable();
    table.string('proof_failed', 16);
    table.bigInteger('proof_failed_at');
    table.index(['plan', 'destination', 'finished_at']);
    table.index(['finished_at', 'id']);
    table.index(['owner_ref']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'backups',
    'plan_clocks',
    'slots',
    'run_logs',
    'attempts',
    'runs',
  ]) {
    await knex.schema.dropTable(table);
  }
};
