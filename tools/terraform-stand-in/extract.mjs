// node extract.mjs LIBRARY NAME... writes schema.json to standard output: the argument schema of the named resources of
// the Terraform provider for AWS, read out of the published bindings (the "lib" of @cdktf/provider-aws). A name is that
// of a directory there: lambda-function, data-aws-region, provider.
import fs from 'node:fs';
import path from 'node:path';

const camel = s => s.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());
const snake = s => s.replace(/[A-Z]/g, c => '_' + c.toLowerCase());
const primitive = t => ({ string: 'string', number: 'number', boolean: 'bool' })[t] || 'string';

// interfaces reads the fields of every exported interface: by name, whether it is optional and its TypeScript type.
function interfaces(declarations) {
  const all = {};
  const head = /export interface (\w+)[^{]*\{/g;
  for (let found; (found = head.exec(declarations));) {
    let depth = 1, end = head.lastIndex;
    for (; depth > 0; end++) {
      if (declarations[end] === '{') depth++;
      if (declarations[end] === '}') depth--;
    }
    const fields = {};
    const body = declarations.slice(head.lastIndex, end - 1);
    for (const [, name, mark, type] of body.matchAll(/readonly (\w+)(\?)?: ([^;{]+|\{[^}]*\})/g)) {
      fields[name] = { optional: !!mark, type: type.trim() };
    }
    all[found[1]] = fields;
  }
  return all;
}

// literals reads the attributes that each block, and the resource itself ("TOP"), writes into a configuration.
function literals(code) {
  const all = {};
  const head = /(?:function (\w+)ToHclTerraform\([^)]*\)|(synthesizeHclAttributes)\(\))[\s\S]*?const attrs = \{([\s\S]*?)\n\s{4,8}\};/g;
  const entry = /(\w+): \{\s*value: [\s\S]*?isBlock: (true|false),\s*type: "(\w+)",\s*storageClassType: "(\w+)"/g;
  for (const [, name, , body] of code.matchAll(head)) {
    all[name || 'TOP'] = [...body.matchAll(entry)].map(([, name, isBlock, type, storage]) => (
      { name, isBlock: isBlock === 'true', type, storage }));
  }
  return all;
}

// elements says what a collection holds.
const elements = {
  stringList: 'string', numberList: 'number', booleanList: 'bool', stringMap: 'string', numberMap: 'number', booleanMap: 'bool',
};

function attributeType(a) {
  if (a.type === 'simple') return primitive(a.storage);
  return [a.type === 'map' ? 'map' : a.type, elements[a.storage] || 'string'];
}

// block turns the attributes of a block into its schema, with the blocks within it.
function block(attributes, fields, source) {
  const schema = { attributes: {}, blocks: {} };
  for (const a of attributes) {
    const field = fields[camel(a.name)] || { optional: true, type: '' };
    if (!a.isBlock || !/^[A-Z]/.test(field.type)) {
      schema.attributes[a.name] = { type: attributeType(a), required: !field.optional };
      continue;
    }
    if (a.name === 'timeouts') continue;
    const type = field.type.match(/^\w+/)[0];
    const inner = source.literals[type[0].toLowerCase() + type.slice(1)] || [];
    schema.blocks[a.name] = {
      nesting: a.type === 'struct' ? 'list' : a.type,
      max: /\[\]/.test(field.type) ? 0 : 1,
      required: !field.optional,
      ...block(inner, source.interfaces[type] || {}, source),
    };
  }
  return schema;
}

// computed adds what a resource tells and can't be told: getters that are no arguments.
function computed(schema, declarations) {
  const types = {
    string: 'string', number: 'number', 'cdktf.IResolvable': 'bool', 'string[]': ['list', 'string'], 'cdktf.StringMap': ['map', 'string'],
  };
  const known = new Set([...Object.keys(schema.attributes), ...Object.keys(schema.blocks)].map(camel));
  const body = declarations.slice(declarations.lastIndexOf('export declare class'));
  for (const [, getter, type] of body.matchAll(/get (\w+)\(\): ([^;]+);/g)) {
    if (/Input$/.test(getter) || known.has(getter) || getter === 'timeouts' || !types[type]) continue;
    schema.attributes[snake(getter)] = { type: types[type], computed: true };
  }
}

const [library, ...names] = process.argv.slice(2);
const read = (name, file) => fs.readFileSync(path.join(library, name, file), 'utf8');
const schemas = {};
for (const name of names) {
  const code = read(name, 'index.js');
  const declarations = read(name, 'index.d.ts');
  const source = { interfaces: interfaces(declarations), literals: literals(code) };
  const config = declarations.match(/constructor\(scope: Construct, id: string, config\??: (\w+)/)[1];
  const schema = block(source.literals.TOP, source.interfaces[config], source);
  computed(schema, declarations);
  const type = code.match(/tfResourceType = "(\w+)"/);
  schemas[name === 'provider' ? name : (name.startsWith('data-') ? 'data.' : '') + type[1]] = schema;
}
console.log(JSON.stringify(schemas, null, 1));
