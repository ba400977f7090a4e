// @ts-check

/**
 * Locks of backups in their cache; priorities of runs; what retention has told
 * of a plan's rules, and whether the backups of one that is gone follow them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('backups', table => {
    table.text('lock').comment('lock.json as JSON, a cache of the bucket');
  });
  await knex.schema.alterTable('runs', table => {
    table
      .integer('priority')
      .notNullable()
      .defaultTo(0)
      .comment('higher is claimed first');
  });
  await knex.schema.alterTable('plan_states', table => {
    table
      .string('entity_gone_at', 32)
      .comment('set while the catalog says that it knows no such entity');
  });
  await knex.schema.createTable('plan_retention', table => {
    table.string('plan', 63).primary();
    table
      .text('rules')
      .comment('as they were last, also of a plan that is gone');
    table.string('time_zone', 64);
    table
      .string('told', 64)
      .comment('fingerprint of the rules whose first prune was a dry run');
    table.string('follow_at', 32).comment('orphans follow their last rules');
    table.string('follow_by', 512);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plan_retention');
  await knex.schema.alterTable('plan_states', table => {
    table.dropColumn('entity_gone_at');
  });
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('priority');
  });
  await knex.schema.alterTable('backups', table => {
    table.dropColumn('lock');
  });
};
