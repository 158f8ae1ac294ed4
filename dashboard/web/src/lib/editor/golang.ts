/** What can be told of a Go source from its text, while it is typed and need not parse. */

/** The imports of a source: import path by the name in front of its symbols. */
export function importsOf(source: string): Map<string, string> {
	const imports = new Map<string, string>();
	for (const { body } of importDeclarations(source)) {
		for (const [, alias, path] of body.matchAll(/(?:([\w.]+)[ \t]+)?"([^"\n]+)"/g)) {
			if (path !== undefined) imports.set(alias ?? path.split('/').at(-1)!, path);
		}
	}
	return imports;
}

/**
 * Where and what to insert so that a source imports a path; nothing when it
 * does already. Formatting puts it into its place.
 */
export function importInsertion(source: string, path: string): { at: number; text: string } | undefined {
	if ([...importsOf(source).values()].includes(path)) return undefined;
	const declarations = importDeclarations(source);
	const block = declarations.find((d) => d.block);
	if (block) return { at: block.bodyAt, text: `\n\t"${path}"` };
	const last = declarations.at(-1);
	if (last) return { at: last.end, text: `\nimport "${path}"` };
	const clause = /^package[ \t]+\w+[^\n]*/m.exec(source);
	if (!clause) return undefined;
	return { at: clause.index + clause[0].length, text: `\n\nimport "${path}"` };
}

interface ImportDeclaration {
	block: boolean;
	/** What stands between the parentheses, or behind the keyword. */
	body: string;
	bodyAt: number;
	end: number;
}

function importDeclarations(source: string): ImportDeclaration[] {
	return [...source.matchAll(/^import[ \t]*(?:\(([^)]*)\)|([^\n(]*"[^"\n]*"))/gm)].map((found) => {
		const body = found[1] ?? found[2]!;
		const block = found[1] !== undefined;
		return {
			block,
			body,
			bodyAt: found.index + found[0].indexOf(block ? '(' : body) + (block ? 1 : 0),
			end: found.index + found[0].length
		};
	});
}

/**
 * How a name was declared last before an offset: by its type, such as
 * `*sdk.Context`, or by the expression it was given.
 */
export function declarationOf(
	source: string,
	name: string,
	before: number
): { type: string } | { value: string } | undefined {
	const text = source.slice(0, before);
	const found = [
		...text.matchAll(
			new RegExp(
				`(?<![\\w.])${name}(?:\\s*,\\s*\\w+)*(?:\\s*:?=\\s*(?<value>&?[\\w.]+(?:\\([^\\n]*\\)|\\{)?)|[ \\t]+(?<type>\\*?[A-Za-z]\\w*\\.[A-Z]\\w*))`,
				'g'
			)
		)
	].at(-1);
	if (found?.groups?.type !== undefined) return { type: found.groups.type };
	if (found?.groups?.value !== undefined) return { value: found.groups.value };
	return undefined;
}

/**
 * The type that a declaration of the completions gives: of a field
 * `Request *Request`, of a function the first result.
 */
export function typeOfSignature(signature: string): string | undefined {
	if (!signature.startsWith('func')) {
		// "Request *Request", "var DefaultClient *Client", "const Version = …"
		return /^(?:(?:var|const) )?\w+ (\*?[\w.]+)$/.exec(signature)?.[1];
	}
	let depth = 0;
	let lists = 0;
	const method = signature.startsWith('func (');
	for (let i = 0; i < signature.length; i++) {
		if (signature[i] === '(') depth++;
		if (signature[i] !== ')' || --depth > 0) continue;
		lists++;
		if (lists < (method ? 2 : 1)) continue;
		return /^\s*\(?(?:\w+ )?(\*?[A-Za-z][\w.]*)/.exec(signature.slice(i + 1))?.[1];
	}
	return undefined;
}
