import type { Client } from 'openapi-fetch';
import { connection } from '#lib/state/connection.svelte.ts';
import { askToSignIn } from '#lib/state/signin.ts';
import { asProblem, isAbort, problemOf } from './problem.ts';
import type { paths } from './schema.d.ts';

/** Where the admin API is, on the site that serves the dashboard. */
export const apiBase = '/api/v1/admin';

/** The calls that may be made by nobody in particular: their 401 is an answer. */
const anonymous = ['/session', '/setup'];

/** What a call can be given. The types of openapi-fetch say which call takes what. */
interface Options {
	params?: {
		path?: Record<string, string | number>;
		query?: Record<string, string | number | boolean | undefined>;
		header?: Record<string, string | undefined>;
	};
	body?: unknown;
	/** Makes the request's content of the body; JSON.stringify if there is none. */
	bodySerializer?: (body: unknown) => string;
	headers?: Record<string, string>;
	/** How the answer is read; as JSON if nothing is said. */
	parseAs?: 'json' | 'text' | 'blob' | 'stream';
	signal?: AbortSignal;
}

async function call(method: string, path: string, options: Options = {}): Promise<Answer<unknown>> {
	const { params, body, bodySerializer = JSON.stringify, parseAs = 'json' } = options;
	const headers = new Headers(options.headers);
	for (const [name, value] of Object.entries(params?.header ?? {})) {
		if (value !== undefined) headers.set(name, value);
	}
	if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');

	let response: Response;
	try {
		response = await fetch(address(path, params), {
			method,
			headers,
			body: body === undefined ? undefined : bodySerializer(body),
			signal: options.signal,
			credentials: 'same-origin'
		});
	} catch (thrown) {
		if (!isAbort(thrown)) connection.failed();
		throw thrown;
	}
	connection.answered();
	if (response.status === 401 && !anonymous.includes(path)) askToSignIn();
	if (!response.ok) return { error: readJSON(await response.text()), response };
	if (parseAs === 'json') return { data: readJSON(await response.text()), response };
	return { data: parseAs === 'stream' ? response.body : await response[parseAs](), response };
}

/** The address of a call: its path with the parameters in it, and the query. */
export function address(path: string, params: Options['params']): string {
	const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
		encodeURIComponent(params?.path?.[name] ?? '')
	);
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(params?.query ?? {})) {
		if (value !== undefined) query.set(name, String(value));
	}
	return apiBase + filled + (query.size > 0 ? `?${query}` : '');
}

function readJSON(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// A 204 has nothing to read, and a proxy's error may be a page.
		return undefined;
	}
}

/** A method of the client: (path, options). */
const by = (method: string) => (path: string, options?: Options) => call(method, path, options);

/**
 * The admin API, typed by its OpenAPI document. The session cookie goes along
 * by itself. Use it through `unwrap`:
 *
 *	const { items } = await unwrap(api.GET('/scripts', { signal }));
 */
export const api = {
	GET: by('GET'),
	POST: by('POST'),
	PUT: by('PUT'),
	DELETE: by('DELETE')
} as unknown as Pick<Client<paths, 'application/json'>, 'GET' | 'POST' | 'PUT' | 'DELETE'>;

interface Answer<T> {
	data?: T;
	error?: unknown;
	response: Response;
}

/** The body of a successful call; throws a Problem for any other. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
	return (await unwrapWith(call)).data;
}

/** The same with the response, for its headers: ETag, Location. */
export async function unwrapWith<T>(
	call: Promise<Answer<T>>
): Promise<{ data: NonNullable<T>; response: Response; etag: string }> {
	let answer: Answer<T>;
	try {
		answer = await call;
	} catch (thrown) {
		if (isAbort(thrown)) throw thrown;
		throw asProblem(thrown);
	}
	if (!answer.response.ok) throw problemOf(answer.response, answer.error);
	return {
		// A 204 has no body, and those who call it want none.
		data: answer.data as NonNullable<T>,
		response: answer.response,
		etag: answer.response.headers.get('ETag') ?? ''
	};
}
