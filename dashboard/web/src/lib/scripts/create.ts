import { api, unwrap } from '#lib/api/client.ts';
import { asProblem, type Problem } from '#lib/api/problem.ts';
import type { RouteInput, Script, Template } from '#lib/api/types.ts';
import { keepRequest, requestOfRoute, requestOfTemplate, type RequestForm } from './request.ts';

/** For a script that begins with nothing. */
export const blank: Template = {
	name: 'blank',
	title: 'Blank',
	description: 'The handler, and nothing in it.',
	source: `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"ok": true}, nil
}
`,
	routes: [{ method: '', host: '', path: '' }],
	request: { method: 'GET', url: '', header: {}, body: '' }
};

/** A route as the form has it. An empty path is no route. */
export interface NewRoute {
	method: string;
	host: string;
	hostParam: string;
	path: string;
}

export interface NewScript {
	name: string;
	template: Template;
	routes: NewRoute[];
}

/** What is wrong with a new script: with its name, one of its routes, or all of it. */
export class NotCreated extends Error {
	constructor(
		readonly problem: Problem,
		/** Which route it is about. */
		readonly route?: number
	) {
		super(problem.message);
	}
}

export function routesOf(template: Template): NewRoute[] {
	return template.routes.map((r) => ({
		method: r.method,
		host: r.host,
		hostParam: r.host_param_name ?? '',
		path: r.path
	}));
}

/** A path for a script's name: "My orders" is at /my-orders. */
export function pathOfName(name: string): string {
	const slug = name
		.trim()
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	return slug && `/${slug}`;
}

/** A name that is not taken: "hello", "hello-2". */
export function freeName(wanted: string, taken: readonly string[]): string {
	if (!taken.includes(wanted)) return wanted;
	for (let n = 2; ; n++) {
		if (!taken.includes(`${wanted}-${n}`)) return `${wanted}-${n}`;
	}
}

export function inputOf(route: NewRoute): RouteInput {
	return {
		method: route.method,
		host: route.host.trim(),
		host_param_name: route.hostParam,
		path: route.path.trim()
	};
}

/** A script that was created, and what kept one of its routes from being added. */
export interface Created {
	script: Script;
	problem?: Problem;
}

/**
 * Creates a script and its routes. The routes are checked first, so that a
 * path that is taken leaves no script without one behind. Throws NotCreated.
 */
export async function createScript({ name, template, routes }: NewScript): Promise<Created> {
	const wanted = routes.filter((r) => r.path.trim() !== '');
	for (const route of wanted) {
		const index = routes.indexOf(route);
		const result = await attempt(() => unwrap(api.POST('/routes:check', { body: inputOf(route) })), index);
		if (!result.ok) {
			const other = result.conflicting_route;
			throw new NotCreated(
				asProblem(
					new Error(
						`another route answers this already: ${other?.method || 'ANY'} ${other?.host_kind === 'any' ? '' : (other?.host ?? '')}${other?.path ?? ''}`
					)
				),
				index
			);
		}
	}
	const script = await attempt(() =>
		unwrap(
			api.POST('/scripts', {
				body: {
					name: name.trim(),
					description: template === blank ? '' : template.description,
					source: template.source
				}
			})
		)
	);
	const request = firstRequest(template, wanted);
	if (request) keepRequest(script.id, request);
	let problem: Problem | undefined;
	for (const route of wanted) {
		try {
			await unwrap(
				api.POST('/scripts/{id}/routes', { params: { path: { id: script.id } }, body: inputOf(route) })
			);
		} catch (thrown) {
			// The script is there: creating it again would find its name taken.
			problem ??= asProblem(thrown);
		}
	}
	return { script, problem };
}

/** What to try first: the template's own request, if it still goes to one of the routes. */
export function firstRequest(template: Template, routes: readonly NewRoute[]): RequestForm | undefined {
	const own = template.request.url ? requestOfTemplate(template.request) : undefined;
	const first = routes[0];
	if (!first) return own;
	const unchanged = template.routes.every((r) => routes.some((n) => n.path === r.path && n.host === r.host));
	if (own && unchanged) return own;
	const { url, method } = requestOfRoute({
		method: first.method,
		host: first.host,
		host_kind: first.host === '' ? 'any' : 'strict',
		path: first.path.trim()
	});
	return own ? { ...own, url } : { method, url, headers: '', body: '' };
}

async function attempt<T>(call: () => Promise<T>, route?: number): Promise<T> {
	try {
		return await call();
	} catch (thrown) {
		throw new NotCreated(asProblem(thrown), route);
	}
}
