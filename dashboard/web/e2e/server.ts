import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary } from './build.ts';

/** How long a server may take to start or stop, in milliseconds. */
const patience = 30_000;

/** A PiCloud with nothing in it, and a folder of its own. */
export class Server {
	/** Where the site is: http://127.0.0.1:12345 */
	readonly site: string;
	/** Where Caddy's admin endpoint is, which needs no sign-in. */
	readonly admin: string;
	/** What the process printed so far. */
	output = '';

	#home: string;
	#process: ChildProcess | undefined;

	private constructor(home: string, site: number, admin: number) {
		this.#home = home;
		this.site = `http://127.0.0.1:${site}`;
		this.admin = `http://127.0.0.1:${admin}`;
	}

	static async start(): Promise<Server> {
		const home = await mkdtemp(join(tmpdir(), 'picloud-e2e-'));
		const server = new Server(home, await freePort(), await freePort());
		await writeFile(
			join(home, 'Caddyfile'),
			`{
	admin ${server.admin.slice('http://'.length)}
	default_bind 127.0.0.1
	picloud
}

:${server.site.split(':')[2]} {
	picloud
}
`
		);
		await server.launch();
		return server;
	}

	/** Starts the process, again after `stop`: its data is as it was. */
	async launch(): Promise<void> {
		const child = spawn(binary, ['run', '--config', join(this.#home, 'Caddyfile')], {
			env: {
				PATH: process.env.PATH,
				HOME: this.#home,
				XDG_DATA_HOME: join(this.#home, 'data'),
				XDG_CONFIG_HOME: join(this.#home, 'config')
			}
		});
		this.#process = child;
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
		}
		for (const end = Date.now() + patience; Date.now() < end; await pause(50)) {
			if (child.exitCode !== null) throw new Error(`the server ended:\n${this.output}`);
			if (await ok(this.site + '/healthz')) return;
		}
		throw new Error(`the server is not healthy:\n${this.output}`);
	}

	/** Ends the process. */
	async stop(): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null) return;
		const ended = new Promise((done) => child.once('exit', done));
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), patience);
		await ended;
		clearTimeout(timer);
	}

	/** Ends the process and takes its folder away. */
	async remove(): Promise<void> {
		await this.stop();
		await rm(this.#home, { recursive: true, force: true });
	}

	/** Calls the admin API on Caddy's admin endpoint and returns the body of a success. */
	async api<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.admin}/api/v1/admin${path}`, {
			method,
			// Node says that it fetches as a page does, and Caddy asks pages for their origin.
			headers: { 'Content-Type': 'application/json', Origin: this.admin },
			body: body === undefined ? undefined : JSON.stringify(body)
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	/** Saves a script with the given body of Handle, and its routes; returns its id. */
	async script(name: string, body: string, ...paths: string[]): Promise<string> {
		const source = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	${body}
}
`;
		const { id } = await this.api<{ id: string }>('POST', '/scripts', { name, source });
		for (const path of paths) await this.api('POST', `/scripts/${id}/routes`, { path });
		return id;
	}

	/** Makes a token with all scopes and returns its text. */
	async token(scopes = ['admin']): Promise<string> {
		const { token } = await this.api<{ token: string }>('POST', '/tokens', {
			name: `e2e ${scopes[0]}`,
			scopes
		});
		return token;
	}

	/** The setup link that the server printed at start. */
	async setupLink(): Promise<string> {
		for (const end = Date.now() + patience; Date.now() < end; await pause(50)) {
			const code = /\/admin\/setup#code=([\w.~-]+)/.exec(this.output)?.[1];
			if (code) return `${this.site}/admin/setup#code=${code}`;
		}
		throw new Error(`no setup link was printed:\n${this.output}`);
	}
}

async function ok(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}

function freePort(): Promise<number> {
	return new Promise((found, failed) => {
		const probe = createServer();
		probe.once('error', failed);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))
			);
		});
	});
}
