// prettier's own entry loads itself with import(), which jest's module registry cannot do. This is the same
// prettier by its other entry, for jest alone; command.test.ts runs the real one in a process of its own.
const { format } = require("prettier/standalone");
const babel = require("prettier/plugins/babel");
const estree = require("prettier/plugins/estree");

module.exports = { format: (code, options) => format(code, { ...options, plugins: [babel, estree] }) };
