// @ts-check

/**
 * What people set: settings, secrets, destinations, plans, keys; and two
 * tables of short life, download tickets and idempotency keys. Instants are
 * RFC 3339 text, which sorts alike on every engine; structures are JSON text.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('settings', table => {
    table.comment('One value a row, by name');
    table.string('name', 64).primary();
    table.text('value').notNullable();
    table.string('version', 36).notNullable();
    table.string('updated_at', 32).notNullable();
    table.string('updated_by', 512);
  });

  await knex.schema.createTable('secrets', table => {
    table.comment('Sealed secrets, or references into configuration');
    table.string('table_name', 64).notNullable();
    table.string('row_id', 128).notNullable();
    table.string('field', 128).notNullable();
    table.string('key_id', 16);
    table.text('sealed');
    table.string('reference', 256);
    table.string('updated_at', 32).notNullable();
    table.string('updated_by', 512);
    table.primary(['table_name', 'row_id', 'field']);
  });

  await knex.schema.createTable('destinations', table => {
    table.comment('Destinations, without their secrets');
    table.string('name', 63).primary();
    table.text('value').notNullable();
    table.string('version', 36).notNullable();
    table.string('created_at', 32).notNullable();
    table.string('updated_at', 32).notNullable();
    table.string('updated_by', 512);
  });

  await knex.schema.createTable('destination_facts', table => {
    table.comment('What was learned of a place: whose it is, what it can do');
    table.string('name', 63).primary();
    table
      .string('place', 64)
      .notNullable()
      .comment(
        'Hash of endpoint, bucket and prefix: facts of another place are not used',
      );
    table.text('profile');
    table.text('owner');
    table.text('check_up');
    table.string('checked_at', 32);
    table.string('succeeded_at', 32);
    table.integer('failures').notNullable().defaultTo(0);
  });

  await knex.schema.createTable('plans', table => {
    table.comment('Plans, without their secrets');
    table.string('name', 63).primary();
    table.text('value').notNullable();
    table.string('version', 36).notNullable();
    table.string('created_at', 32).notNullable();
    table.string('updated_at', 32).notNullable();
    table.string('updated_by', 512);
  });

  await knex.schema.createTable('plan_states', table => {
    table.comment(
      'What changes while a plan stays; also of plans in configuration',
    );
    table.string('name', 63).primary();
    table.string('entity_ref', 512);
    table.string('owner_ref', 512).comment('Copy from the catalog');
    table.boolean('annotated').notNullable().defaultTo(true);
    table.string('owner_seen_at', 32);
    table.string('paused_until', 32);
    table.string('paused_at', 32);
    table.string('paused_by', 512);
  });

  await knex.schema.createTable('keys', table => {
    table.comment('Recipients of encryption');
    table.string('name', 63).primary();
    table.string('recipient', 128).notNullable();
    table.boolean('made').notNullable();
    table.string('last_six_hash', 64);
    table.integer('wrong_tries').notNullable().defaultTo(0);
    table.string('confirmed_at', 32);
    table.string('created_at', 32).notNullable();
    table.string('created_by', 512);
  });

  await knex.schema.createTable('tickets', table => {
    table.comment('Single-use download tickets; only their hash is kept');
    table.string('hash', 64).primary();
    table.string('user_ref', 512).notNullable();
    table.string('backup_id', 32).notNullable();
    table.string('artifact', 120).notNullable();
    table.string('form', 16).notNullable();
    table.string('expires_at', 32).notNullable().index();
  });

  await knex.schema.createTable('idempotency', table => {
    table.comment('Answers by Idempotency-Key, for a day');
    table.string('hash', 64).primary();
    table.string('body_hash', 64).notNullable();
    table.integer('status');
    table.text('answer');
    table.string('created_at', 32).notNullable().index();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'idempotency',
    'tickets',
    'keys',
    'plan_states',
    'plans',
    'destination_facts',
    'destinations',
    'secrets',
    'settings',
  ]) {
    await knex.schema.dropTable(table);
  }
};
