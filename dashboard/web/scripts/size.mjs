// Checks what the build weighs, compressed as the server does it: what has to
// be there before the list of scripts shows, and what comes with the editor.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const budgets = { 'shell and list of scripts': 60, editor: 170 };

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const output = at('../.svelte-kit/output/client/');
const dist = process.env.PICLOUD_DASHBOARD_OUT ?? at('../../dist');
const manifestPath = output + '.vite/manifest.json';
if (!existsSync(manifestPath)) {
	console.error('There is no build: run npm run build first.');
	process.exit(2);
}
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));

/** The files that the given entries need before they run. */
function needed(keys, files = new Set()) {
	for (const key of keys) {
		const chunk = manifest[key];
		if (files.has(chunk.file)) continue;
		files.add(chunk.file);
		for (const css of chunk.css ?? []) files.add(css);
		needed(chunk.imports ?? [], files);
	}
	return files;
}

/** Kilobytes of 1000 bytes, compressed. */
function weigh(files) {
	let total = 0;
	for (const file of files) total += gzipSync(readFileSync(`${dist}/${file}`), { level: 9 }).length;
	return total / 1000;
}

const keys = Object.keys(manifest);
/** Kit wraps each page in a node of its own, which names the page. */
const nodes = keys.filter((key) => /client-optimized\/nodes\/\d+\.js$/.test(key));
function nodeOf(page) {
	const node = nodes.find((key) => readFileSync(at(`../${key}`), 'utf8').includes(`src/routes${page}"`));
	if (!node) throw new Error(`no node has the page ${page}`);
	return node;
}
const entries = keys.filter((key) => /client\/entry\.js$|client-optimized\/app\.js$/.test(key));
const first = needed([...entries, nodeOf('/+layout.svelte'), nodeOf('/scripts/+page.svelte')]);
const editor = needed(
	keys.filter((key) => /src\/lib\/editor\/[^/]*\.ts$/.test(key) && manifest[key].isDynamicEntry)
);
for (const file of first) editor.delete(file);

let failed = false;
for (const [name, files] of Object.entries({
	'shell and list of scripts': first.add('index.html'),
	editor
})) {
	const size = weigh(files);
	const over = size > budgets[name];
	failed ||= over;
	console.log(
		`${name}: ${size.toFixed(1)} KB of ${budgets[name]} KB in ${files.size} files${over ? ': too much' : ''}`
	);
}
process.exit(failed ? 1 : 0);
