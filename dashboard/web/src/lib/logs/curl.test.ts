import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curl, quote } from './curl.ts';

const base = 'https://pi.example.com';

describe('quote', () => {
	it.each([
		"it's",
		'$(rm -rf /)',
		'`id`',
		'a b',
		'"',
		'\\',
		'*?[x]',
		'!history',
		'a\nb',
		'',
		'-n',
		'~',
		"''"
	])('keeps %j as it is in a shell', (text) => {
		const out = execFileSync('sh', ['-c', `printf '%s|' ${quote(text)}`], { encoding: 'utf8' });
		expect(out).toBe(`${text}|`);
	});

	it('leaves plain words alone', () => {
		expect(quote('http://a.example/b-c')).toBe('http://a.example/b-c');
	});
});

describe('curl', () => {
	const of = (method: string, path: string, host = 'pi.example.com') => curl({ method, host, path }, base);

	it.each([
		['GET', '/greet/ann', 'curl -i https://pi.example.com/greet/ann'],
		['GET', '/greet?a=1&b=2', "curl -i 'https://pi.example.com/greet?a=1&b=2'"],
		['HEAD', '/', 'curl -I https://pi.example.com/'],
		['DELETE', '/x', 'curl -i -X DELETE https://pi.example.com/x'],
		['GET', '/a?x[]=1', "curl -i -g 'https://pi.example.com/a?x[]=1'"],
		['GET', '/a/../b', 'curl -i --path-as-is https://pi.example.com/a/../b'],
		['GET', "/it's", `curl -i 'https://pi.example.com/it'\\''s'`]
	])('repeats %s %s', (method, path, command) => {
		expect(of(method, path)).toBe(command);
	});

	it('asks the host that was asked', () => {
		expect(of('GET', '/', 'localhost:8000')).toBe('curl -i https://localhost:8000/');
		expect(of('GET', '/', '')).toBe('curl -i https://pi.example.com/');
	});
});
