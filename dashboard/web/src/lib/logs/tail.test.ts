import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tail, type Source, type TailState } from './tail.ts';

/** A stream that says what the test makes it say. */
class FakeSource implements Source {
	readyState = 0;
	#listeners = new Map<string, (event: MessageEvent<string>) => void>();

	constructor(readonly url: string) {}

	addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
		this.#listeners.set(type, listener);
	}

	close(): void {
		this.readyState = 2;
	}

	say(type: string, data: unknown = null, lastEventId = ''): void {
		this.#listeners.get(type)!(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
	}
}

function follow(probe = async () => true) {
	const sources: FakeSource[] = [];
	const states: TailState[] = [];
	const got: string[] = [];
	const dropped: number[] = [];
	const tail = new Tail({
		url: '/logs:tail?text=x',
		after: '1',
		onexecution: (e) => got.push(e.id),
		ondropped: (count) => dropped.push(count),
		onstate: (state) => states.push(state),
		probe,
		connect: (url) => {
			const source = new FakeSource(url);
			sources.push(source);
			return source;
		}
	});
	return { tail, sources, states, got, dropped };
}

describe('a tail', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('begins behind what is known, and hands on what comes', () => {
		const { sources, states, got, dropped } = follow();
		expect(sources[0]!.url).toBe('/logs:tail?text=x&after=1');
		sources[0]!.say('open');
		sources[0]!.say('execution', { id: '2' }, '2');
		sources[0]!.say('dropped', { count: 7 });
		expect(states).toEqual(['connecting', 'live']);
		expect(got).toEqual(['2']);
		expect(dropped).toEqual([7]);
	});

	it('goes on where it was when the server ends it', () => {
		const { sources, states } = follow();
		sources[0]!.say('open');
		sources[0]!.say('execution', { id: '2' }, '2');
		sources[0]!.say('end', { reason: 'reload' });
		expect(sources[0]!.readyState).toBe(2);
		vi.advanceTimersByTime(1000);
		expect(sources[1]!.url).toBe('/logs:tail?text=x&after=2');
		sources[1]!.say('open');
		expect(states).toEqual(['connecting', 'live', 'reconnecting', 'live']);
	});

	it('asks why when it is refused, and waits longer each time', async () => {
		const probe = vi.fn(async () => true);
		const { sources } = follow(probe);
		for (const wait of [1000, 2000, 4000]) {
			const source = sources.at(-1)!;
			source.readyState = 2;
			source.say('error');
			await vi.advanceTimersByTimeAsync(wait - 1);
			expect(sources.at(-1)).toBe(source);
			await vi.advanceTimersByTimeAsync(1);
			expect(sources.at(-1)).not.toBe(source);
		}
		expect(probe).toHaveBeenCalledTimes(3);
	});

	it('ends when there is no use in going on', async () => {
		const { sources, states } = follow(async () => false);
		sources[0]!.readyState = 2;
		sources[0]!.say('error');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(sources).toHaveLength(1);
		expect(states.at(-1)).toBe('closed');
	});

	it('says nothing any more once it is stopped', async () => {
		const { tail, sources, got } = follow();
		sources[0]!.say('end', { reason: 'renew' });
		tail.stop();
		await vi.advanceTimersByTimeAsync(60_000);
		sources[0]!.say('execution', { id: '2' }, '2');
		expect(sources).toHaveLength(1);
		expect(got).toEqual([]);
	});
});
