import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Script } from '#lib/api/types.ts';
import { keepDraft, readDrafts } from './drafts.ts';
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
		if (path.endsWith('/activate')) {
			const version = Number(path.split('/').at(-2));
			state.script = { ...state.script, version, source: state.old.get(version)! };
			return json(200, state.script);
		}
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
		expect(readDrafts(id)[0]).toMatchObject({ source: 'two', version: 1 });
		await bench.save();
		expect(readDrafts(id)).toEqual([]);
	});

	it('finds a draft again, and can go back', () => {
		keepDraft(id, 'before', { source: 'draft', version: 1, at: '2026-11-23T10:00:00Z' });
		const { bench } = opened();
		expect(bench.text).toBe('draft');
		expect(bench.restored).toBe('2026-11-23T10:00:00Z');
		expect(bench.behind).toBe(false);
		bench.discard();
		expect(bench.text).toBe('one');
		expect(readDrafts(id)).toEqual([]);
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
		keepDraft(id, 'before', { source: 'mine', version: 1, at: '2026-11-23T10:00:00Z' });
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
		expect(readDrafts(id)[0]).toMatchObject({ source: 'both', version: 2 });
	});

	it('goes on merging when somebody saves once more', async () => {
		const { bench, remote } = opened();
		bench.edited('mine');
		remote.change({ version: 2, source: 'theirs' });
		await bench.save();
		remote.change({ version: 3, source: 'theirs again' });
		await bench.saveMerged('both');
		expect(remote.state.script.source, 'is not overwritten').toBe('theirs again');
		expect(bench.conflict).toMatchObject({
			base: 'theirs',
			theirs: { source: 'theirs again' },
			mine: 'both'
		});
		await bench.saveMerged('all');
		expect(remote.state.script).toMatchObject({ source: 'all', version: 4 });
		expect(bench.conflict).toBeUndefined();
	});

	it('merges what has the line ends of another system', async () => {
		const { bench, remote } = opened('one\r\n');
		bench.edited('mine\r\nmore');
		remote.change({ version: 2, source: 'theirs\r\n' });
		await bench.save();
		expect(bench.conflict).toMatchObject({
			base: 'one\n',
			theirs: { source: 'theirs\n' },
			mine: 'mine\nmore'
		});
	});

	it('saves a text with such line ends over a change of settings', async () => {
		const { bench, remote } = opened('one\r\n');
		bench.edited('two');
		remote.change({ enabled: false });
		await bench.save();
		expect(bench.conflict).toBeUndefined();
		expect(remote.state.script).toMatchObject({ source: 'two', enabled: false });
	});

	it('no longer tells of a failure when the save got through after all', async () => {
		const { bench, remote } = opened();
		bench.edited('two');
		const { fetch } = globalThis;
		vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
			const answer = await fetch(url, init);
			if (init.method === 'PUT') throw new TypeError('gone');
			return answer;
		});
		await bench.save();
		expect(bench.problem?.unreachable).toBe(true);
		bench.arrived(remote.loaded());
		expect(bench.problem).toBeUndefined();
		expect(bench.dirty).toBe(false);
	});

	it('rolls back, and goes on from there', async () => {
		const { bench, remote } = opened();
		bench.edited('two');
		await bench.save();
		await bench.activate(1);
		expect(bench.text).toBe('one');
		expect(bench.script?.version).toBe(1);
		expect(remote.state.sent.at(-1)?.method, 'the answer is all there is to know').toBe('POST');
		bench.edited('three');
		await bench.save();
		expect(remote.state.script.source).toBe('three');
	});

	it('can roll back at the second try when somebody saved meanwhile', async () => {
		const { bench, remote } = opened();
		remote.change({ version: 2, source: 'theirs' });
		await expect(bench.activate(1)).rejects.toMatchObject({ status: 412 });
		expect(bench.script?.version).toBe(2);
		await bench.activate(1);
		expect(remote.state.script.source).toBe('one');
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

	it('takes in the settings that others change, where nothing is typed', async () => {
		const { bench, remote } = opened();
		bench.settings.form.name = 'mine';
		remote.change({ name: 'theirs', description: 'theirs', timeout_ms: 99 });
		bench.arrived(remote.loaded());
		expect(bench.settings.form).toMatchObject({ name: 'mine', description: 'theirs', timeout_ms: '99' });
		expect(bench.settings.isOvertaken('name')).toBe(true);
		expect(bench.settings.base.name).toBe('theirs');
		expect(bench.settings.isOvertaken('description')).toBe(false);
		bench.settings.reset();
		expect(bench.settings.form.name).toBe('theirs');
		expect(bench.settings.changed).toBe(false);
	});

	it('keeps what is typed while the settings are saved', async () => {
		const { bench } = opened();
		bench.settings.form.name = ' two ';
		const saving = bench.saveSettings({ name: 'two', enabled: true });
		bench.settings.form.description = 'typed since';
		await saving;
		expect(bench.settings.form).toMatchObject({ name: 'two', description: 'typed since' });
		expect(bench.settings.isOvertaken('name')).toBe(false);
		expect(bench.settings.changed).toBe(true);
	});
});

describe('Workbenches of two tabs', () => {
	const open = (remote: ReturnType<typeof server>) => {
		const bench = new Workbench(id);
		bench.arrived(remote.loaded());
		return bench;
	};
	const edit = (bench: Workbench, text: string) => {
		vi.advanceTimersByTime(1000);
		bench.edited(text);
		bench.leave();
	};
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	it('leave the drafts of each other alone', () => {
		const remote = server(script(1, 'one'));
		const [a, b] = [open(remote), open(remote)];
		edit(a, 'of a');
		b.leave();
		expect(readDrafts(id).map((d) => d.source)).toEqual(['of a']);
		b.edited('of b');
		b.discard();
		expect(readDrafts(id).map((d) => d.source)).toEqual(['of a']);
	});

	it('leave both drafts to a third', () => {
		const remote = server(script(1, 'one'));
		const [a, b] = [open(remote), open(remote)];
		edit(a, 'of a');
		edit(b, 'of b');
		const third = open(remote);
		expect(third.text).toBe('of b');
		expect(third.others.map((d) => d.source)).toEqual(['of a']);
		expect(readDrafts(id), 'taken over, not copied').toHaveLength(2);

		edit(third, 'of b, and more');
		third.swap(third.others[0]!);
		expect(third.text).toBe('of a');
		expect(third.others.map((d) => d.source)).toEqual(['of b, and more']);
		third.discardOther(third.others[0]!);
		expect(third.others).toEqual([]);
		expect(readDrafts(id).map((d) => d.source)).toEqual(['of a']);
	});

	it('keep a draft that another one took over', () => {
		const remote = server(script(1, 'one'));
		const a = open(remote);
		edit(a, 'of a');
		const b = open(remote);
		expect(b.text).toBe('of a');
		b.discard();
		a.leave();
		expect(readDrafts(id).map((d) => d.source)).toEqual(['of a']);
	});

	it('forget a draft that is live by now', () => {
		keepDraft(id, 'gone', { source: 'two', version: 1, at: '2026-11-23T10:00:00.000Z' });
		const bench = open(server(script(2, 'two')));
		expect(bench.restored).toBeUndefined();
		expect(readDrafts(id)).toEqual([]);
	});

	it('find a draft of the time when there was one a script', () => {
		localStorage.setItem(
			`picloud.draft.${id}`,
			JSON.stringify({ source: 'old', version: 1, at: '2026-11-23T10:00:00.000Z' })
		);
		const bench = open(server(script(1, 'one')));
		expect(bench.text).toBe('old');
		bench.discard();
		expect(readDrafts(id)).toEqual([]);
	});
});
