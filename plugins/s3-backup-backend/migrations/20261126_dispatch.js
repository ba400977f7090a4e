// @ts-check

/**
 * Labels that a run's worker must have; an index of what waits, in the order
 * in which it is claimed.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .string('labels', 255)
      .notNullable()
      .defaultTo('')
      .comment('sorted, with commas between; empty: any worker');
  });
  await knex.raw(
    `create index runs_waiting on runs (priority desc, created_at, id) where status = 'queued'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index runs_waiting');
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('labels');
  });
};
