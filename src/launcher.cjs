#!/usr/bin/env node
// The command a learner runs. A Node too old for the program must still be able to read this file to say so; hence the
// JavaScript of 2009, and `import()` in a file of its own, loaded only after a look at the version.
'use strict';

var version = process.versions.node;
var parts = version.split('.').map(Number);

if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 19)) {
  console.error(
    'go-cloud-workshop needs Node 22.19 or newer; this is Node ' + version + ' (newer: https://nodejs.org).'
  );
  process.exit(2);
}

require('node:module').enableCompileCache();
require('./load.cjs');
