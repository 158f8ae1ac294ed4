import {
	insertCompletionText,
	snippetCompletion,
	type Completion,
	type CompletionContext,
	type CompletionResult,
	type CompletionSource
} from '@codemirror/autocomplete';
import { localCompletionSource, snippets } from '@codemirror/lang-go';
import { syntaxTree } from '@codemirror/language';
import type { EditorView } from '@codemirror/view';
import type { components } from '#lib/api/schema.d.ts';
import { declarationOf, importInsertion, importsOf, typeOfSignature } from './golang.ts';

type Completions = components['schemas']['Completions'];
type Package = components['schemas']['CompletionPackage'];
type Symbol = components['schemas']['CompletionSymbol'];

const kinds: Record<string, string> = {
	func: 'function',
	type: 'type',
	const: 'constant',
	var: 'variable',
	field: 'property',
	method: 'method'
};

/** A new script from nothing. */
const handle = snippetCompletion('func Handle(ctx *sdk.Context) (any, error) {\n\t${}\n}', {
	label: 'Handle',
	detail: 'the handler',
	type: 'keyword'
});
const errorCheck = snippetCompletion('if err != nil {\n\treturn nil, ${err}\n}', {
	label: 'iferr',
	detail: 'return the error',
	type: 'keyword'
});

/**
 * Completes what scripts may use: behind a package's name its symbols, behind
 * a value its fields and methods where the type can be told, and elsewhere the
 * names in scope. `get` answers nothing while the list is not loaded yet.
 */
export function goCompletion(get: () => Completions | undefined): CompletionSource {
	return async (context) => {
		const data = get();
		const node = syntaxTree(context.state).resolveInner(context.pos, -1);
		if (/Comment$/.test(node.name)) return null;
		if (/^(String|Rune)/.test(node.name)) return data ? importPaths(context, data) : null;

		const member = context.matchBefore(/[A-Za-z_][\w.]*(?:\(\))?\.\w*/);
		if (member) return data ? members(context, data, member.text) : null;
		const word = context.matchBefore(/[A-Za-z_]\w*/);
		if (!word && !context.explicit) return null;
		// A number's suffix, or what follows another's dot.
		if (word && /[\d.]/.test(context.state.sliceDoc(word.from - 1, word.from))) return null;

		const local = await localCompletionSource(context);
		return {
			from: word?.from ?? context.pos,
			options: [
				...(local?.options ?? []),
				...snippets,
				handle,
				errorCheck,
				...(data ? names(context, data) : [])
			],
			validFor: /^\w*$/
		};
	};
}

function names(context: CompletionContext, data: Completions): Completion[] {
	const imported = importsOf(context.state.doc.toString());
	return [
		...data.builtins.map((s) => completion(s)),
		...data.keywords.map((label) => ({ label, type: 'keyword' })),
		...data.packages.map((p) => ({
			label: p.name,
			detail: p.path === p.name ? undefined : p.path,
			type: 'namespace',
			boost: [...imported.values()].includes(p.path) ? 2 : -1
		}))
	];
}

/** The paths that may be imported, inside the quotes of an import. */
function importPaths(context: CompletionContext, data: Completions): CompletionResult | null {
	const node = syntaxTree(context.state).resolveInner(context.pos, -1);
	if (node.parent?.name !== 'ImportSpec') return null;
	const typed = context.matchBefore(/[\w./-]*/);
	return {
		from: typed?.from ?? context.pos,
		options: data.packages.map((p) => ({ label: p.path, type: 'namespace' })),
		validFor: /^[\w./-]*$/
	};
}

function members(context: CompletionContext, data: Completions, text: string): CompletionResult | null {
	const dot = text.lastIndexOf('.');
	const chain = text.slice(0, dot).replaceAll('()', '').split('.');
	const source = context.state.doc.toString();
	const from = context.pos - (text.length - dot - 1);
	const result = (options: Completion[]): CompletionResult | null =>
		options.length > 0 ? { from, options, validFor: /^\w*$/ } : null;

	const type = typeOfChain(source, chain, from, data);
	if (type) return result((type.members ?? []).map((m) => completion(m)));
	if (chain.length > 1) return null;

	const path = importsOf(source).get(chain[0]!);
	if (path !== undefined) {
		const found = data.packages.find((p) => p.path === path);
		return result((found?.symbols ?? []).map((s) => completion(s)));
	}
	// A package that is not imported yet: choosing one of its symbols imports it.
	return result(
		data.packages
			.filter((p) => p.name === chain[0])
			.flatMap((p) => p.symbols.map((s) => ({ ...completion(s), apply: withImport(p.path) })))
	);
}

function completion(
	symbol: Pick<Symbol, 'name' | 'kind' | 'signature' | 'doc'> | components['schemas']['CompletionMember']
): Completion {
	return {
		label: symbol.name,
		type: kinds[symbol.kind] ?? 'variable',
		detail: detail(symbol.signature, symbol.name),
		info: symbol.doc ? () => info(symbol.signature, symbol.doc!) : undefined
	};
}

/** A signature without what is plain from the name: "(status int, v any) *Response". */
function detail(signature: string, name: string): string {
	const at = signature.indexOf(name);
	const rest = signature.slice(at + name.length).trim();
	return rest.length > 48 ? rest.slice(0, 47) + '…' : rest;
}

function info(signature: string, doc: string): HTMLElement {
	const box = document.createElement('div');
	const code = document.createElement('code');
	code.textContent = signature;
	box.append(code, '\n' + doc);
	return box;
}

function withImport(path: string) {
	return (view: EditorView, chosen: Completion, from: number, to: number): void => {
		const spec = insertCompletionText(view.state, chosen.label, from, to);
		const insertion = importInsertion(view.state.doc.toString(), path);
		view.dispatch(view.state.update(spec));
		if (insertion) view.dispatch({ changes: { from: insertion.at, insert: insertion.text } });
	};
}

/** The type of `a.b.c` at an offset, when it is one that scripts may use. */
function typeOfChain(source: string, chain: string[], at: number, data: Completions): Symbol | undefined {
	const imports = importsOf(source);
	let found = typeOfName(source, chain[0]!, at, data, imports, 0);
	for (const name of chain.slice(1)) {
		if (!found) return undefined;
		const member = found.type.members?.find((m) => m.name === name);
		found = member && resolveType(typeOfSignature(member.signature), found.in, data);
	}
	return found?.type;
}

interface Found {
	type: Symbol;
	in: Package;
}

function typeOfName(
	source: string,
	name: string,
	at: number,
	data: Completions,
	imports: Map<string, string>,
	depth: number
): Found | undefined {
	// A declaration may go back to another one, but not for ever.
	if (depth > 4) return undefined;
	const declared = declarationOf(source, name, at);
	if (!declared) return undefined;
	const packageOf = (alias: string) => data.packages.find((p) => p.path === imports.get(alias));
	if ('type' in declared) {
		const [alias, type] = declared.type.replace('*', '').split('.') as [string, string];
		return resolveType(type, packageOf(alias), data);
	}
	const parts = declared.value
		.replace(/^&/, '')
		.replace(/[({].*$/, '')
		.split('.');
	const inPackage = packageOf(parts[0]!);
	if (inPackage && parts.length > 1) {
		const symbol = inPackage.symbols.find((s) => s.name === parts[1]);
		if (!symbol) return undefined;
		if (symbol.kind === 'type') return { type: symbol, in: inPackage };
		return resolveType(typeOfSignature(symbol.signature), inPackage, data);
	}
	let found = typeOfName(source, parts[0]!, source.lastIndexOf(declared.value, at), data, imports, depth + 1);
	for (const part of parts.slice(1)) {
		const member = found?.type.members?.find((m) => m.name === part);
		found = found && member && resolveType(typeOfSignature(member.signature), found.in, data);
	}
	return found;
}

/** The type that a signature of a package names: `*Request` or `url.Values`. */
function resolveType(
	name: string | undefined,
	from: Package | undefined,
	data: Completions
): Found | undefined {
	if (name === undefined) return undefined;
	const parts = name.replace('*', '').split('.');
	const in_ = parts.length > 1 ? data.packages.find((p) => p.name === parts[0]) : from;
	const type = in_?.symbols.find((s) => s.kind === 'type' && s.name === parts.at(-1));
	return in_ && type && { type, in: in_ };
}
