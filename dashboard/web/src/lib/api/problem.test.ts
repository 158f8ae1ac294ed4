import { describe, expect, it } from 'vitest';
import { asProblem, isAbort, Problem, problemOf } from './problem.ts';

describe('Problem', () => {
	it('speaks in sentences', () => {
		expect(new Problem(409, { detail: 'that is taken: choose another one' }).sentence).toBe(
			'That is taken: choose another one.'
		);
	});

	it('tells what is wrong with a field', () => {
		const problem = new Problem(422, {
			detail: 'body.name: too long',
			errors: [
				{ location: 'body.names', message: 'not this one' },
				{ location: 'body.name', message: 'too long' }
			]
		});
		expect(problem.field('name')).toBe('Too long.');
		expect(problem.field('source')).toBeUndefined();
	});

	it('knows the field that an offset is about', () => {
		expect(new Problem(422, { detail: 'a colon needs a name', field: 'path', offset: 3 }).field('path')).toBe(
			'A colon needs a name.'
		);
	});

	it('has something to say about an answer that is no problem document', () => {
		const problem = problemOf(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }), '<html>');
		expect(problem.message).toBe('the server answered 502 Bad Gateway');
		expect(problem.code).toBe('unknown');
	});

	it('keeps how long to wait', () => {
		const response = new Response('', { status: 503, headers: { 'Retry-After': '2' } });
		expect(problemOf(response, {}).retryAfter).toBe(2);
		expect(problemOf(new Response('', { status: 503 }), {}).retryAfter).toBeUndefined();
	});
});

describe('asProblem', () => {
	it('takes a failed fetch for a server that is gone', () => {
		expect(asProblem(new TypeError('Failed to fetch')).unreachable).toBe(true);
	});
	it('keeps a problem', () => {
		const problem = new Problem(404, { code: 'not_found' });
		expect(asProblem(problem)).toBe(problem);
	});
	it('knows a call that was given up', () => {
		expect(isAbort(new DOMException('', 'AbortError'))).toBe(true);
		expect(isAbort(new Error('AbortError'))).toBe(false);
	});
});
