// @ts-check

/**
 * What decides whether a queued run may be claimed: limits by source host, and
 * destinations that are down.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .string('source_host', 255)
      .comment('the server that is read; runs of one host may be limited');
  });
  await knex.schema.createTable('claim_gates', table => {
    table.comment(
      'One row a limit: claims that count the same runs queue here',
    );
    table.string('name', 300).primary();
    table.integer('passed').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('destination_holds', table => {
    table.comment('Destinations that are down: their runs wait');
    table.string('destination', 63).primary();
    table.bigInteger('since').notNullable();
    table.bigInteger('probe_at').notNullable().comment('asked again then');
    table.integer('probes').notNullable().defaultTo(0);
    table.text('problem').notNullable().comment('what was seen first');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('destination_holds');
  await knex.schema.dropTable('claim_gates');
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('source_host');
  });
};
