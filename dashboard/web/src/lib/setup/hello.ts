import { api, unwrap } from '#lib/api/client.ts';
import { asProblem } from '#lib/api/problem.ts';
import { publicBase } from '#lib/state/links.ts';

/** The first script: short, with a capture, so that changing it is a next step. */
export const helloSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	ctx.Log.Info("saying hello", "name", name)
	return map[string]any{"hello": name}, nil
}
`;

/** The first route, and a request to it. */
export const helloRoute = '/hello/:name';
const helloPath = '/hello/world';

/** A script that answers. */
export interface Hello {
	scriptID: string;
	/** Where everybody reaches it. */
	link: string;
	/** What it answered just now; undefined when this site does not reach it. */
	answer?: { status: number; body: string; ms: number };
}

/**
 * Creates the script "hello" and its route, and calls it. What is there
 * already is used, so that a second try does no harm.
 */
export async function createHello(): Promise<Hello> {
	const scriptID = await helloScript();
	try {
		await unwrap(
			api.POST('/scripts/{id}/routes', { params: { path: { id: scriptID } }, body: { path: helloRoute } })
		);
	} catch (thrown) {
		const problem = asProblem(thrown);
		if (problem.document.conflicting_route?.script_id !== scriptID) throw problem;
	}
	const config = await unwrap(api.GET('/config'));
	return {
		scriptID,
		link: publicBase(config.public_base_url) + helloPath,
		answer: await call(helloPath)
	};
}

async function helloScript(): Promise<string> {
	try {
		const script = await unwrap(
			api.POST('/scripts', {
				body: { name: 'hello', description: 'Says hello.', source: helloSource }
			})
		);
		return script.id;
	} catch (thrown) {
		const problem = asProblem(thrown);
		if (problem.code !== 'name_taken') throw problem;
		const { items } = await unwrap(api.GET('/scripts', { params: { query: { q: 'hello', limit: 200 } } }));
		const existing = items.find((script) => script.name === 'hello');
		if (!existing) throw problem;
		return existing.id;
	}
}

/** Calls a path of this site, which is not where users are when the dashboard has a host of its own. */
async function call(path: string): Promise<Hello['answer']> {
	const start = performance.now();
	try {
		const response = await fetch(path, { cache: 'no-store' });
		if (!response.ok) return undefined;
		return { status: response.status, body: (await response.text()).trim(), ms: performance.now() - start };
	} catch {
		return undefined;
	}
}
