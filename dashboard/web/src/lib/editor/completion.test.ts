import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { go } from '@codemirror/lang-go';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { goCompletion } from './completion.ts';

const field = (name: string, type: string) => ({
	name,
	kind: 'field' as const,
	signature: `${name} ${type}`
});
const data = {
	keywords: ['return'],
	builtins: [{ name: 'append', kind: 'func' as const, signature: 'func append(s []T) []T' }],
	packages: [
		{
			path: 'github.com/picloud/picloud/sdk',
			name: 'sdk',
			symbols: [
				{
					name: 'Context',
					kind: 'type' as const,
					signature: 'type Context struct',
					members: [field('Request', '*Request'), field('Log', '*Logger')]
				},
				{
					name: 'Request',
					kind: 'type' as const,
					signature: 'type Request struct',
					members: [field('Path', 'string'), field('Query', 'url.Values')]
				},
				{ name: 'JSON', kind: 'func' as const, signature: 'func JSON(status int, v any) *Response' },
				{
					name: 'Response',
					kind: 'type' as const,
					signature: 'type Response struct',
					members: [field('Status', 'int')]
				}
			]
		},
		{
			path: 'net/url',
			name: 'url',
			symbols: [
				{
					name: 'Values',
					kind: 'type' as const,
					signature: 'type Values map[string][]string',
					members: [
						{ name: 'Get', kind: 'method' as const, signature: 'func (v Values) Get(key string) string' }
					]
				}
			]
		}
	]
};

/** What is offered at the | of a text. */
async function offered(text: string, loaded = true, explicit = false): Promise<string[] | null> {
	const at = text.indexOf('|');
	const state = EditorState.create({ doc: text.replace('|', ''), extensions: [go()] });
	const source = goCompletion(() => (loaded ? data : undefined));
	const result = (await source(new CompletionContext(state, at, explicit))) as CompletionResult | null;
	return result && result.options.map((o) => o.label);
}

const script = (body: string) => `package main

import s "github.com/picloud/picloud/sdk"

func Handle(ctx *s.Context) (any, error) {
	${body}
}
`;

describe('goCompletion', () => {
	it('offers the symbols of a package by the name it was imported with', async () => {
		expect(await offered(script('return s.|'))).toEqual(['Context', 'Request', 'JSON', 'Response']);
	});

	it('offers those of a package that is not imported yet', async () => {
		expect(await offered(script('x := url.V|'))).toEqual(['Values']);
	});

	it('follows fields and calls to their types', async () => {
		expect(await offered(script('ctx.|'))).toEqual(['Request', 'Log']);
		expect(await offered(script('ctx.Request.Pa|'))).toEqual(['Path', 'Query']);
		expect(await offered(script('ctx.Request.Query.|'))).toEqual(['Get']);
		expect(await offered(script('q := ctx.Request.Query\n\tq.|'))).toEqual(['Get']);
		expect(await offered(script('r := s.JSON(200, nil)\n\tr.|'))).toEqual(['Status']);
		expect(await offered(script('r := &s.Response{}\n\tr.|'))).toEqual(['Status']);
	});

	it('offers nothing behind what it does not know', async () => {
		expect(await offered(script('other.|'))).toBeNull();
		expect(await offered(script('ctx.Log.|'))).toBeNull();
		expect(await offered(script('x := x\n\tx.|'))).toBeNull();
		expect(await offered(script('n := 1.|'))).toBeNull();
	});

	it('offers keywords, builtins, packages, names in scope and snippets', async () => {
		const found = await offered(script('counter := 1\n\tc|'));
		expect(found).toEqual(
			expect.arrayContaining(['append', 'return', 'sdk', 'url', 'counter', 'ctx', 'iferr'])
		);
	});

	it('offers nothing in comments and strings, but paths in imports', async () => {
		expect(await offered(script('// ap|'))).toBeNull();
		expect(await offered(script('x := "ap|"'))).toBeNull();
		expect(await offered('package main\n\nimport "ne|"\n')).toEqual([
			'github.com/picloud/picloud/sdk',
			'net/url'
		]);
	});

	it('does without the list while it is not loaded', async () => {
		expect(await offered(script('ctx.|'), false)).toBeNull();
		expect(await offered(script('re|'), false)).toContain('ctx');
	});
});
