// @ts-check

/**
 * Runs that go to several destinations, and runs that wait for something that
 * is not a worker.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .text('destinations')
      .comment('all of them as a JSON array, where there are more than one');
    table
      .text('waits_for')
      .comment('why a queued run is looked at again only later, as JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('waits_for');
    table.dropColumn('destinations');
  });
};
