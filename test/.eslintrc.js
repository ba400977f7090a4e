module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // What suites leave behind; the bench's bundle among it.
  ignorePatterns: ['results/**'],
});
