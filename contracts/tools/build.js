#!/usr/bin/env node
// Builds what the C# project embeds: installs the tools of package-lock.json when it is newer than they are, compiles
// the contracts, and writes out/embedded/NAME.json (name, abi, bytecode, links) and out/build.stamp. Builds at the same
// time wait for each other. `build.js test ARGUMENTS` checks the format, compiles and runs the Solidity tests instead.
// A failure is one sentence on standard error, the tool's own words before it, and exit code 1.
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.dirname(__dirname);
const lockFile = path.join(root, 'cache', 'build.lock');
const lockWaitMs = 10 * 60 * 1000;
const nodeMajorLeast = 20;

// Deployed contracts, the library that they link to, and what other implementations are compared with.
const embedded = ['Rollup', 'Vault', 'PoseidonT3', 'TestUsd', 'TransitionHarness'];

class Failure extends Error {}

function at(...parts) {
    return path.join(root, ...parts);
}

function timeOf(file) {
    return fs.existsSync(file) ? fs.statSync(file).mtimeMs : -1;
}

// Node has no sleep; this waits without spinning.
function pause(milliseconds) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === 'EPERM';
    }
}

// The lock is a file with its holder's number; one whose holder is gone is taken over.
function tryLock() {
    try {
        fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
        return true;
    } catch (error) {
        if (error.code !== 'EEXIST') {
            throw error;
        }
    }
    if (!isHeld(lockFile)) {
        takeOver();
    }
    return false;
}

function isHeld(file) {
    try {
        const holder = Number(fs.readFileSync(file, 'utf8'));
        return holder === 0 || isAlive(holder);
    } catch (error) {
        return error.code !== 'ENOENT';
    }
}

// Only one of those who find a dead holder's lock moves it away; one that was too late and has moved a living
// holder's lock puts it back.
function takeOver() {
    const mine = `${lockFile}.${process.pid}`;
    try {
        fs.renameSync(lockFile, mine);
    } catch (error) {
        return;
    }
    if (isHeld(mine)) {
        fs.renameSync(mine, lockFile);
    } else {
        fs.rmSync(mine, { force: true });
    }
}

function withLock(work) {
    fs.mkdirSync(path.dirname(lockFile), { recursive: true });
    const deadline = Date.now() + lockWaitMs;
    while (!tryLock()) {
        if (Date.now() > deadline) {
            throw new Failure(`Another build of the contracts holds ${lockFile} for more than ten minutes.`);
        }
        pause(100);
    }
    try {
        return work();
    } finally {
        fs.rmSync(lockFile, { force: true });
    }
}

function run(command, options, stdio = 'pipe') {
    const result = spawnSync(command, options, { cwd: root, encoding: 'utf8', stdio, maxBuffer: 1 << 28 });
    const text = (result.stdout || '') + (result.stderr || '');
    return { isOk: result.status === 0, isMissing: Boolean(result.error), text };
}

function requireTools() {
    const major = Number(process.versions.node.split('.')[0]);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    if (major < nodeMajorLeast || run(npm, ['--version']).isMissing) {
        throw new Failure(`Building the contracts needs Node.js ${nodeMajorLeast}+ with npm (this is ${process.version}): `
            + 'install it, or run a venue that is built already with --settlement off.');
    }
    return npm;
}

function install() {
    const npm = requireTools();
    if (timeOf(at('node_modules', '.package-lock.json')) >= timeOf(at('package-lock.json'))) {
        return;
    }
    const result = run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    if (!result.isOk) {
        process.stderr.write(result.text);
        throw new Failure('npm could not install the contracts\' tools: it needs its registry the first time.');
    }
}

function forgePath() {
    const platform = process.platform;
    const name = `forge-${platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
    const file = at('node_modules', '@foundry-rs', name, 'bin', platform === 'win32' ? 'forge.exe' : 'forge');
    if (!fs.existsSync(file)) {
        throw new Failure(`There is no forge for ${platform} on ${process.arch}: ${file} is missing.`);
    }
    return file;
}

function writeEmbedded(name) {
    const artifact = JSON.parse(fs.readFileSync(at('out', `${name}.sol`, `${name}.json`), 'utf8'));
    const links = Object.values(artifact.bytecode.linkReferences).flatMap((libraries) => Object.entries(libraries));
    const text = JSON.stringify({
        name,
        abi: artifact.abi,
        bytecode: artifact.bytecode.object,
        links: Object.fromEntries(links.map(([library, places]) => [library, places.map((place) => place.start)])),
    });
    fs.writeFileSync(at('out', 'embedded', `${name}.json`), text + '\n');
}

function build() {
    install();
    const result = run(forgePath(), ['build', '--skip', 'test', '--color', 'never']);
    if (!result.isOk) {
        process.stderr.write(result.text);
        throw new Failure('forge could not build the contracts.');
    }
    fs.mkdirSync(at('out', 'embedded'), { recursive: true });
    embedded.forEach(writeEmbedded);
    // MSBuild asks again when either is missing or older than a source.
    fs.writeFileSync(at('out', 'build.stamp'), '');
    fs.utimesSync(at('node_modules', '.package-lock.json'), new Date(), new Date());
}

function test(options) {
    install();
    const format = run(forgePath(), ['fmt', '--check', '--color', 'never']);
    if (!format.isOk) {
        process.stderr.write(format.text);
        throw new Failure('The Solidity files are not as `forge fmt` writes them.');
    }
    const result = run(forgePath(), ['test', '--color', 'never', ...options], 'inherit');
    process.exitCode = result.isOk ? 0 : 1;
}

try {
    const [verb = 'build', ...options] = process.argv.slice(2);
    withLock(() => (verb === 'test' ? test(options) : build()));
} catch (error) {
    if (!(error instanceof Failure)) {
        throw error;
    }
    process.stderr.write(error.message + '\n');
    process.exitCode = 1;
}
