// @ts-check

/**
 * Plans without a fresh backup, and when people were told of it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('plan_freshness', table => {
    table.comment('One row a plan that was ever looked at');
    table.string('plan', 63).primary();
    table
      .bigInteger('known_since')
      .notNullable()
      .comment('counts where there is no good backup yet');
    table.bigInteger('told_at').comment('null: it is fresh');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plan_freshness');
};
