import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Script } from '#lib/api/types.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { Workbench } from './workbench.svelte.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const script = (version: number, source: string, more: Partial<Script> = {}): Script => ({
	id,
	name: 'greet',
	description: '',
	enabled: true,
	version,
	source,
	created_at: '2026-11-23T10:00:00Z',
	updated_at: '2026-11-23T10:00:00Z',
	...more
});

interface Sent {
	method: string;
	path: string;
	match: string | null;
	body: Record<string, unknown> | undefined;
}

/** A server that holds one script, formats by trimming, and refuses what is based on another revision. */
function server(script: Script) {
	const state = { script, revision: 1, sent: [] as Sent[], old: new Map([[script.version, script.source]]) };
	const json = (status: number, body: unknown) =>
		new Response(JSON.stringify(body), {
			status,
			headers: { 'Content-Type': 'application/json', ETag: `"${state.revision}"` }
		});
	vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
		const path = url.replace('/api/v1/admin', '');
		const { method = 'GET' } = init;
		const match = new Headers(init.headers).get('If-Match');
		const body =
			typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : undefined;
		state.sent.push({ method, path, match, body });
		if (path === '/scripts:format') return json(200, { source: String(body?.source).trim() });
		if (method === 'GET' && path.includes('/versions/')) {
			const source = state.old.get(Number(path.split('/').at(-1)));
			return source === undefined ? json(404, { status: 404, code: 'not_found' }) : json(200, { source });
		}
		if (method === 'GET') return json(200, state.script);
		if (match !== `"${state.revision}"`) {
			return json(412, { status: 412, code: 'stale', detail: 'changed' });
		}
		state.revision++;
		const version = state.script.version + (body?.source === state.script.source ? 0 : 1);
		state.script = { ...state.script, ...body, version } as Script;
		state.old.set(version, state.script.source);
		return json(200, state.script);
	});
	return {
		state,
		/** What somebody else does. */
		change(change: Partial<Script>) {
			state.revision++;
			state.script = { ...state.script, ...change };
			state.old.set(state.script.version, state.script.source);
		},
		loaded: () => ({ data: state.script, etag: `"${state.revision}"` })
	};
}

function opened(source = 'one') {
	const remote = server(script(1, source));
	const bench = new Workbench(id);
	bench.arrived(remote.loaded());
	return { bench, remote };
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('Workbench', () => {
	it('saves the text, formatted, as the next version', async () => {
		const { bench, remote } = opened();
		bench.edited(' two ');
		expect(bench.dirty).toBe(true);
		await bench.save();
		expect(remote.state.script).toMatchObject({ source: 'two', version: 2, name: 'greet' });
		expect(bench.text).toBe('two');
		expect(bench.dirty).toBe(false);
		expect(remote.state.sent.at(-1)).toMatchObject({ method: 'PUT', match: '"1"' });
	});

	it('keeps a draft until it is saved', async () => {
		const { bench } = opened();
		bench.edited('two');
		bench.leave();
		expect(readDraft(id)).toMatchObject({ source: 'two', version: 1 });
		await bench.save();
		expect(readDraft(id)).toBeUndefined();
	});

	it('finds a draft again, and can go back', () => {
		keepDraft(id, { source: 'draft', version: 1, at: '2026-11-23T10:00:00Z' });
		const { bench } = opened();
		expect(bench.text).toBe('draft');
		expect(bench.restored).toBe('2026-11-23T10:00:00Z');
		expect(bench.behind).toBe(false);
		bench.discard();
		expect(bench.text).toBe('one');
		expect(readDraft(id)).toBeUndefined();
	});

	it('takes in what others saved while nothing was typed', () => {
		const { bench, remote } = opened();
		remote.change({ version: 2, source: 'theirs' });
		bench.arrived(remote.loaded());
		expect(bench.text).toBe('theirs');
		expect(bench.dirty).toBe(false);
	});

	it('leaves what was typed alone when others save', () => {
		const { bench, remote } = opened();
		bench.edited('mine');
		remote.change({ version: 2, source: 'theirs' });
		bench.arrived(remote.loaded());
		expect(bench.text).toBe('mine');
		expect(bench.behind).toBe(true);
	});

	it('sets the texts against each other when both were saved', async () => {
		const { bench, remote } = opened();
		bench.edited('mine');
		remote.change({ version: 2, source: 'theirs' });
		await bench.save();
		expect(bench.conflict).toMatchObject({ base: 'one', theirs: { source: 'theirs' }, mine: 'mine' });
		expect(remote.state.script.source).toBe('theirs');
		await bench.saveMerged('both');
		expect(remote.state.script).toMatchObject({ source: 'both', version: 3 });
		expect(bench.conflict).toBeUndefined();
		expect(bench.dirty).toBe(false);
	});

	it('asks for the base of a draft that is older than what is live', async () => {
		keepDraft(id, { source: 'mine', version: 1, at: '2026-11-23T10:00:00Z' });
		const remote = server(script(1, 'one'));
		remote.change({ version: 2, source: 'theirs' });
		const bench = new Workbench(id);
		bench.arrived(remote.loaded());
		expect(bench.behind).toBe(true);
		await bench.save();
		expect(bench.conflict?.base).toBe('one');
		expect(remote.state.script.source).toBe('theirs');
	});

	it('saves over a change of settings alone, and keeps that', async () => {
		const { bench, remote } = opened();
		bench.edited('two');
		remote.change({ enabled: false, timeout_ms: 99 });
		await bench.save();
		expect(bench.conflict).toBeUndefined();
		expect(remote.state.script).toMatchObject({ source: 'two', enabled: false, timeout_ms: 99 });
	});

	it('keeps the text when merging fails', async () => {
		const { bench, remote } = opened();
		bench.edited('mine');
		remote.change({ version: 2, source: 'theirs' });
		await bench.save();
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
		await bench.saveMerged('both');
		expect(bench.text).toBe('both');
		expect(bench.problem?.unreachable).toBe(true);
		expect(readDraft(id)).toMatchObject({ source: 'both', version: 2 });
	});

	it('goes to the first error of a source that is refused', async () => {
		const { bench } = opened();
		const show = vi.fn();
		const reveal = vi.fn();
		bench.editor = { show, reveal } as never;
		bench.edited('bad');
		const wrong = (line: number, severity: string) => ({
			line,
			column: 1,
			severity,
			code: 'x',
			message: 'm'
		});
		vi.stubGlobal('fetch', () =>
			Promise.resolve(
				new Response(
					JSON.stringify({
						status: 422,
						code: 'invalid_source',
						diagnostics: [wrong(1, 'warning'), wrong(7, 'error'), wrong(3, 'error')]
					}),
					{ status: 422, headers: { 'Content-Type': 'application/problem+json' } }
				)
			)
		);
		await bench.save();
		expect(reveal).toHaveBeenCalledWith(expect.objectContaining({ line: 3 }));
		expect(bench.text).toBe('bad');
		expect(bench.problem).toBeUndefined();
	});

	it('changes settings and leaves the draft alone', async () => {
		const { bench, remote } = opened();
		bench.edited('draft');
		await bench.saveSettings({ name: 'renamed', enabled: false });
		expect(remote.state.script).toMatchObject({ name: 'renamed', source: 'one', version: 1 });
		expect(bench.text).toBe('draft');
		expect(bench.script?.name).toBe('renamed');
		expect(bench.behind).toBe(false);
	});
});
