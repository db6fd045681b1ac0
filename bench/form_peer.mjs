// @getodk/xforms-engine headless, doing the tasks of form_ours.py: JSON on standard input, one line of JSON a task.
// Runs in the folder that has node_modules. Its updates are synchronous: a set call's time is its recalculation.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const required = createRequire(path.join(process.cwd(), 'package.json'));
globalThis.__dirname = process.cwd(); // its web-tree-sitter asks for it, also as an ES module
const { JSDOM } = required('jsdom');
const { window } = new JSDOM('<!doctype html><html><body></body></html>');
const globals = ['document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XMLDocument', 'Text', 'Attr',
  'XPathResult', 'NodeFilter', 'Comment', 'CDATASection', 'ProcessingInstruction', 'HTMLElement', 'CharacterData'];
for (const name of globals) globalThis[name] ??= window[name];
globalThis.window ??= window;
const engine = await import(
  pathToFileURL(path.join(process.cwd(), 'node_modules/@getodk/xforms-engine/dist/index.js')).href);

const took = (call) => { const begin = performance.now(); call(); return performance.now() - begin; };
const children = (node) => (Array.isArray(node.currentState?.children) ? node.currentState.children : []);
function* below(node) { for (const child of children(node)) { yield child; yield* below(child); } }
function* leaves(node) {
  for (const child of children(node)) {
    if (child.currentState.relevant === false) continue;
    if (children(child).length || /group|repeat|subtree|root/.test(child.nodeType)) yield* leaves(child);
    else yield child;
  }
}
const plain = { int: 5n, decimal: 2.5, date: '2020-03-15', time: '10:00:00.000+01:00',
  dateTime: '2020-03-15T10:00:00.000+01:00', string: 'abc', barcode: 'abc' };

function setter(node) {
  if (node.nodeType === 'select') {
    const options = node.currentState.valueOptions;
    const value = (options.find((one) => one.value === 'yes') ?? options[0])?.value;
    return value === undefined ? null : () => node.selectValue(value);
  }
  if (node.nodeType === 'rank') {
    const values = node.currentState.valueOptions.map((one) => one.value);
    return () => node.setValues(values);
  }
  if (node.nodeType === 'trigger') return () => node.setValue(true);
  if (node.nodeType === 'range') return () => node.setValue(node.definition.bounds.min);
  const value = node.nodeType === 'input' ? plain[node.valueType] : undefined;
  return value === undefined ? null : () => node.setValue(value);
}

function walk(root, most) {
  const times = [];
  const seen = new Set();
  for (let round = 0; round < 3; round += 1) {
    for (const node of leaves(root)) {
      const reference = node.currentState.reference;
      if (seen.has(reference) || times.length >= most) continue;
      if (node.currentState.relevant === false || node.currentState.readonly) continue;
      seen.add(reference);
      const set = setter(node);
      if (set) times.push(took(set));
    }
  }
  return times;
}

const find = (root, reference) => [...below(root)].find((node) => node.currentState.reference === reference);

async function measured(task) {
  const begin = performance.now();
  const xml = readFileSync(task.form, 'utf8');
  const fetchFormAttachment = async (url) => {
    const file = path.join(path.dirname(task.form), path.basename(String(url)));
    if (!existsSync(file)) return new Response('', { status: 404 });
    return new Response(readFileSync(file), { headers: { 'content-type': file.endsWith('.csv') ? 'text/csv' : 'text/xml' } });
  };
  const missingResourceBehavior = engine.constants.MISSING_RESOURCE_BEHAVIOR.BLANK;
  const form = await engine.loadForm(xml, { fetchFormAttachment, missingResourceBehavior });
  if (form.status === 'failure') throw form.error;
  const { root } = form.createInstance();
  if (task.choices) {
    find(root, task.answer).setValue(task.values[0]);
    void find(root, task.choices).currentState.valueOptions.length;
  }
  const result = { open: performance.now() - begin };
  result.answers = walk(root, task.most ?? 0);
  if (task.series) {
    const series = find(root, task.series);
    const adds = [];
    for (let n = 0; n < task.length; n += 1) adds.push(took(() => series.addInstances(children(series).length - 1)));
    result.adds = adds.slice(-10);
  }
  if (task.choices) {
    const asked = find(root, task.answer);
    const offers = find(root, task.choices);
    result.filters = task.values.map((value) => took(() => {
      asked.setValue(value);
      const left = offers.currentState.valueOptions.length;
      if (left !== task.left) throw new Error(`${left} choices left, not ${task.left}`);
    }));
  }
  return result;
}

const tasks = JSON.parse(readFileSync(0, 'utf8'));
for (const task of tasks) {
  let result;
  try { result = await measured(task); } catch (error) { result = { error: String(error?.message ?? error).slice(0, 200) }; }
  console.log(JSON.stringify(result));
}
