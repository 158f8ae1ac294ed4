import { describe, expect, it } from 'vitest';
import {
	emptyRequest,
	readableBody,
	requestOfQuery,
	requestOfRoute,
	requestOfTemplate,
	testRequest
} from './request.ts';

describe('requestOfRoute', () => {
	it.each([
		['GET', '', 'any', '/hello/:name', 'GET', '/hello/ann'],
		['', '', 'any', '/orders/:id/lines/:line_id', 'GET', '/orders/1/lines/1'],
		['POST', '', 'any', '/files/*', 'POST', '/files/'],
		['', '*.example.com', 'wildcard', '/*', 'GET', 'http://sub.example.com/'],
		['', 'api.example.com', 'strict', '/v1', 'GET', 'http://api.example.com/v1'],
		['', '', 'any', '/', 'GET', '/']
	] as const)('makes of %s %s (%s) %s the request %s %s', (method, host, host_kind, path, m, url) => {
		const request = requestOfRoute({ method, host, host_kind, path });
		expect([request.method, request.url]).toEqual([m, url]);
	});
});

describe('requestOfQuery', () => {
	it('takes method, url, headers and body', () => {
		const query = new URLSearchParams('method=post&url=/a?b=c&header=X-A: 1&header=X-B: 2&body=hi');
		expect(requestOfQuery(query)).toEqual({
			method: 'POST',
			url: '/a?b=c',
			headers: 'X-A: 1\nX-B: 2',
			body: 'hi'
		});
	});

	it('is nothing without a url', () => {
		expect(requestOfQuery(new URLSearchParams('method=POST&tab=routes'))).toBeUndefined();
	});

	it('takes GET for a method that there is not', () => {
		expect(requestOfQuery(new URLSearchParams('method=EAT&url=/'))?.method).toBe('GET');
	});
});

describe('testRequest', () => {
	it('reads the header fields', () => {
		const request = testRequest({ ...emptyRequest, headers: 'A: 1\n\n b:2 \nA:  3: 4' });
		expect(request.header).toEqual({ A: ['1', '3: 4'], b: ['2'] });
		expect(request).not.toHaveProperty('body');
	});

	it('says which line is no header field', () => {
		expect(() => testRequest({ ...emptyRequest, headers: 'A: 1\nnonsense' })).toThrow(/^Line 2/);
		expect(() => testRequest({ ...emptyRequest, headers: 'a b: 1' })).toThrow(/^Line 1/);
	});

	it('gives back what a template asks for', () => {
		const header = { 'Content-Type': ['text/csv'], X: ['1', '2'] };
		const request = testRequest(requestOfTemplate({ method: 'POST', url: '/csv', header, body: 'a,b\r\n' }));
		expect(request).toEqual({ method: 'POST', url: '/csv', header, body: 'a,b\r\n' });
	});
});

describe('readableBody', () => {
	const response = { status: 200, size: 0, truncated: false, body_base64: null };
	const json = { 'Content-Type': ['application/json; charset=utf-8'] };

	it('indents JSON and leaves its values alone', () => {
		const body = '{"b":[1,{}],"10":"a{,:\\"]","9":12345678901234567890,"e":[]}';
		const { text } = readableBody({ ...response, header: json, body });
		expect(text).toBe(
			'{\n  "b": [\n    1,\n    {}\n  ],\n  "10": "a{,:\\"]",\n  "9": 12345678901234567890,\n  "e": []\n}'
		);
		expect(JSON.parse(text)).toEqual(JSON.parse(body));
	});

	it('shows what is no JSON as it is', () => {
		expect(readableBody({ ...response, header: json, body: '{oops' }).text).toBe('{oops');
		expect(readableBody({ ...response, header: {}, body: '{"a":1}' }).text).toBe('{"a":1}');
	});

	it('says so when a body is no text, or cut', () => {
		expect(readableBody({ ...response, header: {}, body: null, body_base64: 'AAE=' })).toEqual({
			text: 'AAE=',
			note: 'No text: shown in base64.'
		});
		expect(readableBody({ ...response, header: json, body: '[1', truncated: true }).note).toMatch(
			/first MiB/
		);
	});
});
