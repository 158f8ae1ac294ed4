import type { components } from '#lib/api/schema.d.ts';
import type { Route } from '#lib/api/types.ts';

type TestRequest = components['schemas']['TestRequest'];
type TestResponse = components['schemas']['TestResponse'];

/** A request as the form has it. */
export interface RequestForm {
	method: string;
	/** A path with its query, or a whole URL where the host matters. */
	url: string;
	/** One header field a line: "Name: value". */
	headers: string;
	body: string;
}

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

export const emptyRequest: RequestForm = { method: 'GET', url: '/', headers: '', body: '' };

/** A request that a route matches. */
export function requestOfRoute(route: Pick<Route, 'method' | 'host' | 'host_kind' | 'path'>): RequestForm {
	const path = route.path
		.split('/')
		.map((segment) => (segment.startsWith(':') ? example(segment.slice(1)) : segment === '*' ? '' : segment))
		.join('/');
	const host = route.host_kind === 'any' ? '' : route.host.replace(/^\*\./, 'sub.');
	return {
		...emptyRequest,
		method: route.method || 'GET',
		url: host ? `http://${host}${path || '/'}` : path || '/'
	};
}

/** What may stand for a parameter: a number where it is called so. */
function example(name: string): string {
	if (/^(id|n|num|number|page|year)$|_id$/i.test(name)) return '1';
	return name === 'name' ? 'ann' : name;
}

export function requestOfTemplate(request: components['schemas']['TemplateRequest']): RequestForm {
	return {
		method: request.method || 'GET',
		url: request.url,
		headers: headerText(request.header),
		body: request.body
	};
}

/** The request that a link to the page brings along: ?method=&url=&header=&body= */
export function requestOfQuery(query: URLSearchParams): RequestForm | undefined {
	const url = query.get('url');
	if (!url) return undefined;
	const method = (query.get('method') || 'GET').toUpperCase();
	return {
		method: (methods as readonly string[]).includes(method) ? method : 'GET',
		url,
		headers: query.getAll('header').join('\n'),
		body: query.get('body') ?? ''
	};
}

/** The form as the server takes it; throws an Error that says what is wrong with the headers. */
export function testRequest(form: RequestForm): TestRequest {
	const header: Record<string, string[]> = {};
	for (const [index, line] of form.headers.split('\n').entries()) {
		if (line.trim() === '') continue;
		const found = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:(.*)$/.exec(line);
		if (!found) throw new Error(`Line ${index + 1} is no header field: write "Name: value".`);
		(header[found[1]!] ??= []).push(found[2]!.trim());
	}
	return {
		method: form.method,
		url: form.url.trim() || '/',
		header,
		...(form.body === '' ? {} : { body: form.body })
	};
}

export function headerText(header: Record<string, string[]>): string {
	return Object.entries(header)
		.flatMap(([name, values]) => values.map((value) => `${name}: ${value}`))
		.join('\n');
}

/** The body of a response for reading: JSON is indented, and what is no text is described. */
export function readableBody(response: TestResponse): { text: string; note?: string } {
	const cut = response.truncated ? 'Only the first MiB is shown.' : undefined;
	if (response.body === null) {
		if (response.body_base64) return { text: response.body_base64, note: cut ?? 'No text: shown in base64.' };
		return { text: '' };
	}
	const type = header(response.header, 'Content-Type');
	if (!response.truncated && /[/+]json\b/.test(type)) {
		try {
			return { text: indentJSON(response.body), note: cut };
		} catch {
			// It says that it is JSON, but is not.
		}
	}
	return { text: response.body, note: cut };
}

/**
 * Indents JSON without touching its values: parsing and printing would round
 * large numbers and lose the order of keys that look like numbers.
 */
function indentJSON(text: string): string {
	JSON.parse(text);
	let out = '';
	let depth = 0;
	const line = () => '\n' + '  '.repeat(depth);
	for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g)) {
		if (token === '{' || token === '[') {
			depth++;
			out += token + line();
		} else if (token === '}' || token === ']') {
			depth--;
			// Nothing in between: {}
			if (/[[{]\s*$/.test(out)) out = out.trimEnd() + token;
			else out += line() + token;
		} else if (token === ',') out += ',' + line();
		else if (token === ':') out += ': ';
		else out += token;
	}
	return out;
}

export function header(fields: Record<string, string[]>, name: string): string {
	const found = Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase());
	return (found && fields[found]?.[0]) || '';
}

const key = (scriptID: string) => `picloud.request.${scriptID}`;

/** Keeps what was last sent to a script, for as long as the tab is open. */
export function keepRequest(scriptID: string, form: RequestForm): void {
	try {
		sessionStorage.setItem(key(scriptID), JSON.stringify(form));
	} catch {
		// Then it is typed again.
	}
}

export function keptRequest(scriptID: string): RequestForm | undefined {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(key(scriptID)) ?? 'null');
		if (typeof kept !== 'object' || kept === null) return undefined;
		const form = { ...emptyRequest, ...kept };
		return Object.values(form).every((v) => typeof v === 'string') ? form : undefined;
	} catch {
		return undefined;
	}
}
