// @ts-check

/**
 * What was last proven of each plan at each destination.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('plan_proofs', table => {
    table.string('plan', 63).notNullable();
    table.string('destination', 63).notNullable();
    table.string('rung', 16).notNullable();
    table.bigInteger('proven_at').comment('milliseconds');
    table.bigInteger('failed_at').comment('milliseconds');
    table.bigInteger('milliseconds').comment('what the restore took');
    table.text('answers').comment('of the questions, by name');
    table.primary(['plan', 'destination', 'rung']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plan_proofs');
};
