import { describe, expect, it } from 'vitest';
import { declarationOf, importInsertion, importsOf, typeOfSignature } from './golang.ts';

const block = `package main

import (
	"strings"
	u "net/url"

	"github.com/picloud/picloud/sdk"
)
`;

describe('importsOf', () => {
	it('knows blocks, single imports and other names', () => {
		expect([...importsOf(block)]).toEqual([
			['strings', 'strings'],
			['u', 'net/url'],
			['sdk', 'github.com/picloud/picloud/sdk']
		]);
		expect([...importsOf('package main\nimport "fmt"\nimport h "html"\n')]).toEqual([
			['fmt', 'fmt'],
			['h', 'html']
		]);
	});

	it('takes no string elsewhere for an import', () => {
		expect(importsOf('package main\n\nvar x = "import \\"fmt\\""\n').size).toBe(0);
	});
});

describe('importInsertion', () => {
	const inserted = (source: string) => {
		const insertion = importInsertion(source, 'fmt');
		return insertion && source.slice(0, insertion.at) + insertion.text + source.slice(insertion.at);
	};

	it('goes into the block, behind the last import, or behind the package clause', () => {
		expect(inserted(block)).toContain('import (\n\t"fmt"\n\t"strings"');
		expect(inserted('package main\n\nimport "io"\n')).toBe('package main\n\nimport "io"\nimport "fmt"\n');
		expect(inserted('// About.\npackage main\n')).toBe('// About.\npackage main\n\nimport "fmt"\n');
	});

	it('is none when it is there already, or there is no package yet', () => {
		expect(importInsertion('package main\nimport f "fmt"\n', 'fmt')).toBeUndefined();
		expect(importInsertion('', 'fmt')).toBeUndefined();
	});
});

describe('declarationOf', () => {
	const source = `func Handle(ctx *sdk.Context) (any, error) {
	req := ctx.Request
	var v url.Values
	a, err := url.Parse("x")
	b := &sdk.Response{Status: 1}
	ctx.x = 3
`;
	it.each([
		['ctx', { type: '*sdk.Context' }],
		['req', { value: 'ctx.Request' }],
		['v', { type: 'url.Values' }],
		['a', { value: 'url.Parse("x")' }],
		['b', { value: '&sdk.Response{' }],
		['x', undefined],
		['none', undefined]
	])('of %s', (name, found) => expect(declarationOf(source, name, source.length)).toEqual(found));

	it('is the last one before', () => {
		const twice = 'a := one\na := two\n';
		expect(declarationOf(twice, 'a', twice.indexOf('two'))).toBeDefined();
		expect(declarationOf(twice, 'a', 9)).toEqual({ value: 'one' });
	});
});

describe('typeOfSignature', () => {
	it.each([
		['Request *Request', '*Request'],
		['Query url.Values', 'url.Values'],
		['func JSON(status int, v any) *Response', '*Response'],
		['func Parse(rawURL string) (*URL, error)', '*URL'],
		['func (u *URL) Query() Values', 'Values'],
		['func (u *URL) Each(f func(a int) bool) (n Values, err error)', 'Values'],
		['func Sort(x []int)', undefined],
		['Params map[string]string', undefined],
		['type Context struct', undefined]
	])('%s gives %s', (signature, type) => expect(typeOfSignature(signature)).toBe(type));
});
