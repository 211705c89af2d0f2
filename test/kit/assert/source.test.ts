import { describe, expect, test } from 'vitest';
import { type Files, inComment, inText, sourceOf } from '#kit';

const filesOf = (texts: Record<string, string>): Pick<Files, 'list' | 'read'> => ({
  list: () => Object.keys(texts).sort(),
  read: (path) => texts[path],
});

const main = `package main

// http.ListenAndServe is called below
import "net/http"

/* mux.Handle
   spans lines */ func main() {
	text := "srv.Shutdown(" + \`raw // no comment
still raw\` // srv.Shutdown(
	quote, slash := '"', '\\'' // "
	http.ListenAndServe(":"+text, nil) // STEP 1: serve
	srv.Shutdown(ctx)
}`;
const source = sourceOf(
  filesOf({ 'a.go': 'package main\n\nfunc helper() {}', 'main.go': main, 'x_test.go': 'helper()' }),
);

describe('where a pattern matches', () => {
  test('comments and the contents of strings are no code', () => {
    expect(source.at(/ListenAndServe/)).toEqual({ file: 'main.go', line: 11 });
    expect(source.all(/Shutdown\(/)).toEqual([{ file: 'main.go', line: 12 }]);
    expect(source.has(/mux|spans|raw|net/)).toBe(false);
  });

  test('inText reads strings as well, but not comments', () => {
    expect(source.at(inText(/"net\/http"/))?.line).toBe(4);
    expect(source.at(inText(/no comment/))?.line).toBe(8);
    expect(source.has(inText(/STEP|mux|is called/))).toBe(false);
  });

  test('inComment reads comments alone', () => {
    expect(source.at(inComment(/STEP 1/))?.line).toBe(11);
    expect(source.has(inComment(/no comment|net\/http/))).toBe(false);
  });

  test('the first pattern that matches anywhere wins, and main.go comes first', () => {
    expect(source.at(/nothing/, /func helper/, /func main/)?.file).toBe('a.go');
    expect(source.at(/^package/)?.file).toBe('main.go');
    expect(source.at(/nothing/)).toBeUndefined();
  });

  test('tests are left out, and a pattern with g starts afresh in every line', () => {
    expect(source.all(/helper\(/g)).toEqual([{ file: 'a.go', line: 3 }]);
    expect(source.all(/^package/g)).toHaveLength(2);
  });

  test('a string or comment that never ends does no harm', () => {
    const broken = sourceOf(filesOf({ 'main.go': 'x := "open\ny()\n/* open\nz()' }));
    expect(broken.at(/y\(\)/)?.line).toBe(2);
    expect(broken.has(/z\(\)/)).toBe(false);
  });

  test('other files are read as they stand', () => {
    const image = sourceOf(filesOf({ Dockerfile: 'FROM "scratch" // no comment here\nUSER 1', 'main.go': '' }));
    expect(image.has(/^USER/)).toBe(false);
    expect(image.in(/^Dockerfile$/).at(/^USER/)).toEqual({ file: 'Dockerfile', line: 2 });
    expect(image.in(/^Dockerfile$/).has(/scratch" \/\/ no/)).toBe(true);
  });
});

describe('how a place is shown', () => {
  test('a few numbered lines, the line itself marked', () => {
    expect(source.find(/func helper/)).toEqual({
      kind: 'code',
      title: 'a.go:3',
      text: '     1  package main\n     2  \n>    3  func helper() {}',
      at: { file: 'a.go', line: 3 },
    });
  });

  test('under a title of its own', () => {
    expect(source.find('where it helps', /nothing/, /func helper/)?.title).toBe('where it helps');
  });

  test('a known place in a file that is not there is not shown', () => {
    expect(source.show({ file: 'gone.go', line: 3 })).toBeUndefined();
    expect(source.show(undefined)).toBeUndefined();
    expect(source.show({ file: 'a.go', line: 1 }, 'here')?.title).toBe('here');
  });
});
