// @ts-check

/**
 * What check-ups found, the last ones of each destination, and whether people
 * were told that a destination is unhealthy.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('check_ups', table => {
    table.comment('Check-ups of destinations, the newest ones of each');
    table.string('id', 36).primary();
    table.string('destination', 63).notNullable();
    table.string('place', 64).notNullable();
    table.string('at', 32).notNullable();
    table.text('value').notNullable();
    table.index(['destination', 'at']);
  });
  await knex.schema.alterTable('destination_facts', table => {
    table
      .string('told_unhealthy_at', 32)
      .comment('Set while people believe it to be unhealthy');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('destination_facts', table => {
    table.dropColumn('told_unhealthy_at');
  });
  await knex.schema.dropTable('check_ups');
};
