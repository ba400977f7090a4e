// @ts-check

/**
 * The slot of a plan that somebody said is left out.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('plan_states', table => {
    table.string('skip_slot', 32).comment('left out; others run');
    table.string('skip_at', 32);
    table.string('skip_by', 512);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('plan_states', table => {
    table.dropColumn('skip_slot');
    table.dropColumn('skip_at');
    table.dropColumn('skip_by');
  });
};
