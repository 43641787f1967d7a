/* The inner loops of search (kernels.py says what each does, and does the same in numpy).
 *
 * Stable ABI of CPython 3.11, so that one build serves all later versions. Every array comes through the buffer
 * protocol and is checked for its item size and length here; that the numbers in it are in range is checked once, where
 * an index is built or read from its cache (texts.restore, postings.restore).
 */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ATOMS 16
#define MOST_HITS 4000
#define NOTHING INT32_MIN

/* One argument of a call: a contiguous array of items of `size` bytes, at least `least` of them. */
static int take(PyObject *object, Py_buffer *view, Py_ssize_t size, Py_ssize_t least, int writable)
{
    if (PyObject_GetBuffer(object, view, writable ? PyBUF_CONTIG : PyBUF_CONTIG_RO) < 0)
        return -1;
    if (view->itemsize != size || view->len < least * size) {
        PyBuffer_Release(view);
        PyErr_SetString(PyExc_ValueError, "an array of another type or length");
        return -1;
    }
    return 0;
}

static Py_ssize_t count_of(const Py_buffer *view)
{
    return view->len / view->itemsize;
}

static void release(Py_buffer *views, int many)
{
    while (many--)
        PyBuffer_Release(&views[many]);
}

/* ---- members of lists ------------------------------------------------------------------------------------------ */

/* union(starts: u32[], lists: u16[] | u32[], slots: i64[], seen: u8[N], out: u32[]) -> count
 *
 * `seen` is all 0 before, and again after unless `out` has less room than the lists have entries: then the members stay
 * flagged and -1 comes back. */
static PyObject *native_union(PyObject *self, PyObject *const *args, Py_ssize_t many)
{
    Py_buffer v[5];
    int held = 0, fits = 1;
    if (many != 5)
        return PyErr_Format(PyExc_TypeError, "5 arguments");
    if (take(args[0], &v[held], 4, 1, 0) < 0)
        goto failed;
    held++;
    if (PyObject_GetBuffer(args[1], &v[held], PyBUF_CONTIG_RO) < 0)
        goto failed;
    held++;
    if (take(args[2], &v[held], 8, 0, 0) < 0)
        goto failed;
    held++;
    if (take(args[3], &v[held], 1, 0, 1) < 0)
        goto failed;
    held++;
    if (take(args[4], &v[held], 4, 0, 1) < 0)
        goto failed;
    held++;
    const uint32_t *starts = v[0].buf;
    const int64_t *slots = v[2].buf;
    uint8_t *seen = v[3].buf;
    uint32_t *out = v[4].buf;
    Py_ssize_t lists = count_of(&v[0]) - 1, entries = count_of(&v[1]), n = v[3].len, room = count_of(&v[4]), found = 0, total = 0;
    int narrow = v[1].itemsize == 2;
    if (!narrow && v[1].itemsize != 4)
        fits = 0;
    for (Py_ssize_t i = 0; i < count_of(&v[2]) && fits; i++) {
        int64_t slot = slots[i];
        fits = slot >= 0 && slot < lists && starts[slot] <= starts[slot + 1] && starts[slot + 1] <= entries;
        total += fits ? starts[slot + 1] - starts[slot] : 0;
    }
    for (Py_ssize_t i = 0; i < count_of(&v[2]) && fits; i++) {
        uint32_t begin = starts[slots[i]], end = starts[slots[i] + 1];
        for (uint32_t k = begin; k < end; k++) {
            uint32_t number = narrow ? ((const uint16_t *)v[1].buf)[k] : ((const uint32_t *)v[1].buf)[k];
            if (number >= n)
                continue;
            if (total <= room) { /* without a branch, which nothing could predict */
                out[found] = number;
                found += !seen[number];
            }
            seen[number] = 1;
        }
    }
    for (Py_ssize_t i = 0; i < found; i++)
        seen[out[i]] = 0;
    release(v, held);
    if (!fits)
        return PyErr_Format(PyExc_ValueError, "lists that don't fit together");
    return PyLong_FromSsize_t(total <= room ? found : -1);
failed:
    release(v, held);
    return NULL;
}

/* For each byte, 8 masks: all bits set where the byte has one. */
static uint16_t lanes_of[256][8];

static void fill_lanes(void)
{
    for (int byte = 0; byte < 256; byte++)
        for (int k = 0; k < 8; k++)
            lanes_of[byte][k] = byte >> k & 1 ? 0xFFFF : 0;
}

/* add(total: u16[N], bits: u32[N], members: u8[(N + 7) / 8] (a bit each) | u32[] (numbers), weight: int, bit: int) */
static PyObject *native_add(PyObject *self, PyObject *const *args, Py_ssize_t many)
{
    Py_buffer v[3];
    int held = 0, fits = 1;
    if (many != 5)
        return PyErr_Format(PyExc_TypeError, "5 arguments");
    unsigned long weight = PyLong_AsUnsignedLong(args[3]), flag = PyLong_AsUnsignedLong(args[4]);
    if (PyErr_Occurred())
        return NULL;
    if (take(args[0], &v[held], 2, 0, 1) < 0)
        goto failed;
    uint16_t *total = v[held].buf, worth = (uint16_t)weight;
    Py_ssize_t n = count_of(&v[held++]);
    if (take(args[1], &v[held], 4, n, 1) < 0)
        goto failed;
    uint32_t *bits = v[held++].buf, bit = (uint32_t)flag;
    if (PyObject_GetBuffer(args[2], &v[held], PyBUF_CONTIG_RO) < 0)
        goto failed;
    held++;
    if (v[2].itemsize == 1 && v[2].len == (n + 7) / 8) {
        const uint8_t *packed = v[2].buf;
        for (Py_ssize_t byte = 0; byte < n / 8; byte++) {
            if (!packed[byte])
                continue;
            const uint16_t *lanes = lanes_of[packed[byte]];
            uint16_t *sums = total + 8 * byte;
            uint32_t *flags = bits + 8 * byte;
            for (int k = 0; k < 8; k++)
                sums[k] += worth & lanes[k];
            for (int k = 0; k < 8 && bit; k++)
                flags[k] |= bit & (uint32_t)(int16_t)lanes[k];
        }
        for (Py_ssize_t i = n / 8 * 8; i < n; i++)
            if (packed[i / 8] >> (i % 8) & 1) {
                total[i] += worth;
                bits[i] |= bit;
            }
    } else if (v[2].itemsize == 4) {
        const uint32_t *numbers = v[2].buf;
        for (Py_ssize_t i = 0; i < count_of(&v[2]); i++)
            if (numbers[i] < n) {
                total[numbers[i]] += worth;
                bits[numbers[i]] |= bit;
            }
    } else {
        fits = 0;
    }
    release(v, held);
    if (!fits)
        return PyErr_Format(PyExc_ValueError, "neither bits nor numbers");
    Py_RETURN_NONE;
failed:
    release(v, held);
    return NULL;
}

/* ---- the best few ---------------------------------------------------------------------------------------------- */

typedef struct {
    float score;
    int64_t number;
} Entry;

/* Whether a comes before b in a heap whose top is the first to go: the lower score, and the later of equals. */
static int goes_first(Entry a, Entry b)
{
    return a.score < b.score || (a.score == b.score && a.number > b.number);
}

static void sift_down(Entry *heap, Py_ssize_t size, Py_ssize_t at)
{
    Entry moved = heap[at];
    for (;;) {
        Py_ssize_t child = 2 * at + 1;
        if (child >= size)
            break;
        if (child + 1 < size && goes_first(heap[child + 1], heap[child]))
            child++;
        if (!goes_first(heap[child], moved))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

#define TITLE_BEGINS 160 /* retrieve.py: _TITLE_BEGINS * _UNIT */
#define BLOCK 64

/* The least evidence with which a phrase may still come among the best, whose last has `score`. */
static uint16_t least_evidence(float score, float most_tips)
{
    float least = (score / most_tips - TITLE_BEGINS) / 1.5f - 2;
    return least > 1 ? (uint16_t)least : 1;
}

/* select(evidence: u16[N], bits: u32[N], pairs: int, singles: int, first: u16[N], second: u16[N], mask0: u8[C] | None,
 *        mask1: u8[C] | None, tips: f32[N], most_tips: float, allowed: u8[N] | None, out: i64[k]) -> count */
static PyObject *native_select(PyObject *self, PyObject *const *args, Py_ssize_t many)
{
    Py_buffer v[9];
    int held = 0;
    if (many != 12)
        return PyErr_Format(PyExc_TypeError, "12 arguments");
    uint32_t pairs = (uint32_t)PyLong_AsUnsignedLong(args[2]), singles = (uint32_t)PyLong_AsUnsignedLong(args[3]);
    if (PyErr_Occurred())
        return NULL;
    float most_tips = (float)PyFloat_AsDouble(args[9]);
    if (PyErr_Occurred())
        return NULL;
    const uint8_t *mask0 = NULL, *mask1 = NULL, *allowed = NULL;
    Py_ssize_t characters0 = 0, characters1 = 0;
    if (take(args[0], &v[held], 2, 0, 0) < 0)
        goto failed;
    const uint16_t *evidence = v[held].buf;
    Py_ssize_t n = count_of(&v[held++]);
    if (take(args[1], &v[held], 4, n, 0) < 0)
        goto failed;
    const uint32_t *bits = v[held++].buf;
    if (take(args[4], &v[held], 2, n, 0) < 0)
        goto failed;
    const uint16_t *first = v[held++].buf;
    if (take(args[5], &v[held], 2, n, 0) < 0)
        goto failed;
    const uint16_t *second = v[held++].buf;
    if (args[6] != Py_None) {
        if (take(args[6], &v[held], 1, 1, 0) < 0)
            goto failed;
        characters0 = v[held].len;
        mask0 = v[held++].buf;
    }
    if (args[7] != Py_None) {
        if (take(args[7], &v[held], 1, 1, 0) < 0)
            goto failed;
        characters1 = v[held].len;
        mask1 = v[held++].buf;
    }
    if (take(args[8], &v[held], 4, n, 0) < 0)
        goto failed;
    const float *tips = v[held++].buf;
    if (args[10] != Py_None) {
        if (take(args[10], &v[held], 1, n, 0) < 0)
            goto failed;
        allowed = v[held++].buf;
    }
    if (take(args[11], &v[held], 8, 1, 1) < 0)
        goto failed;
    int64_t *out = v[held].buf;
    Py_ssize_t most = count_of(&v[held++]), size = 0;
    Entry *heap = PyMem_Malloc((size_t)most * sizeof(Entry));
    if (!heap) {
        PyErr_NoMemory();
        goto failed;
    }
    uint16_t least = 1;
    for (Py_ssize_t block = 0; block < n; block += BLOCK) {
        Py_ssize_t end = block + BLOCK < n ? block + BLOCK : n;
        int any = 0;
        for (Py_ssize_t i = block; i < end; i++)
            any |= evidence[i] >= least;
        for (Py_ssize_t i = block; any && i < end; i++) {
            int32_t points = evidence[i];
            if (points < least || (allowed && !allowed[i]))
                continue;
            if ((pairs && (bits[i] & pairs) == pairs) || (singles && (bits[i] & singles) == singles))
                points += points / 2;
            if (mask0 && first[i] < characters0) {
                int32_t begins = mask0[first[i]];
                if (mask1)
                    begins = second[i] < characters1 ? begins * mask1[second[i]] / 100 : 0;
                points += begins * TITLE_BEGINS / 100;
            }
            Entry entry = {(float)points * tips[i], i};
            if (size < most) {
                heap[size++] = entry;
                if (size < most)
                    continue;
                for (Py_ssize_t k = size / 2 - 1; k >= 0; k--)
                    sift_down(heap, size, k);
            } else if (entry.score > heap[0].score) {
                heap[0] = entry;
                sift_down(heap, size, 0);
            } else {
                continue;
            }
            least = least_evidence(heap[0].score, most_tips);
        }
    }
    for (Py_ssize_t k = 0; k < size; k++)
        out[k] = heap[k].number;
    PyMem_Free(heap);
    qsort(out, (size_t)size, sizeof *out, by_number);
    release(v, held);
    return PyLong_FromSsize_t(size);
failed:
    release(v, held);
    return NULL;
}

/* ---- alignment ------------------------------------------------------------------------------------------------- */

/* In the order of score.PRICES. */
typedef struct {
    int32_t adjacent, gap, gap_step, jump, skip, title_word, word, in_head, in_title, again, never, longest;
} Prices;

/* What aligning needs of a library and a query. */
typedef struct {
    const uint16_t *numbers;
    const uint8_t *begins_word;
    const int64_t *starts;
    const int32_t *title_ends, *head_ends;
    Py_ssize_t phrases, characters, length;
    const uint8_t *masks, *begins;
    int atoms;
    Prices price;
    uint8_t *any;
    /* of the phrase at hand */
    int hits;
    int32_t places[MOST_HITS];
    int32_t *worth, *endings; /* atoms rows of MOST_HITS */
    int32_t bests[MOST_ATOMS];
    int32_t cover, piece, least;
} Work;

static Py_ssize_t open_work(Work *w, Py_buffer *v, PyObject *const *args)
{
    /* numbers, begins_word, starts, title_ends, head_ends, masks (atoms x characters), begins, prices */
    static const int sizes[8] = {2, 1, 8, 4, 4, 1, 1, 4};
    int held = 0;
    w->any = NULL;
    w->worth = w->endings = NULL;
    for (; held < 8; held++)
        if (take(args[held], &v[held], sizes[held], 1, 0) < 0)
            goto failed;
    w->numbers = v[0].buf;
    w->begins_word = v[1].buf;
    w->starts = v[2].buf;
    w->title_ends = v[3].buf;
    w->head_ends = v[4].buf;
    w->masks = v[5].buf;
    w->begins = v[6].buf;
    w->length = count_of(&v[0]);
    w->phrases = count_of(&v[2]) - 1;
    w->atoms = (int)count_of(&v[6]);
    if (v[1].len < w->length || count_of(&v[3]) < w->phrases || count_of(&v[4]) < w->phrases ||
        count_of(&v[6]) > MOST_ATOMS || v[5].len % w->atoms || v[7].len != sizeof(Prices)) {
        PyErr_SetString(PyExc_ValueError, "arrays that don't fit together");
        goto failed;
    }
    memcpy(&w->price, v[7].buf, sizeof(Prices));
    if (w->price.longest > MOST_HITS)
        w->price.longest = MOST_HITS;
    w->characters = v[5].len / w->atoms;
    w->any = PyMem_Calloc((size_t)w->characters, 1);
    w->worth = PyMem_Malloc((size_t)w->atoms * MOST_HITS * sizeof(int32_t));
    w->endings = PyMem_Malloc((size_t)w->atoms * MOST_HITS * sizeof(int32_t));
    if (!w->any || !w->worth || !w->endings) {
        PyErr_NoMemory();
        goto failed;
    }
    for (int a = 0; a < w->atoms; a++)
        for (Py_ssize_t c = 0; c < w->characters; c++)
            w->any[c] |= w->masks[a * w->characters + c];
    return held;
failed:
    release(v, held);
    PyMem_Free(w->any);
    PyMem_Free(w->worth);
    PyMem_Free(w->endings);
    return -1;
}

static void close_work(Work *w, Py_buffer *v, Py_ssize_t held)
{
    PyMem_Free(w->any);
    PyMem_Free(w->worth);
    PyMem_Free(w->endings);
    release(v, (int)held);
}

/* The characters of a phrase that answer any atom, what each is worth to each atom, the cover and the best piece. */
static void find_hits(Work *w, int64_t phrase)
{
    const Prices *p = &w->price;
    int64_t begin = w->starts[phrase], end = w->starts[phrase + 1];
    int32_t covers[MOST_ATOMS] = {0}, runs[MOST_ATOMS] = {0}, before = -2;
    w->hits = 0;
    w->cover = w->piece = w->least = 0;
    if (begin < 0 || end > w->length)
        return;
    if (end - begin > p->longest)
        end = begin + p->longest;
    for (int64_t at = begin; at < end; at++) {
        uint16_t number = w->numbers[at];
        if (number >= w->characters || !w->any[number])
            continue;
        int32_t place = (int32_t)(at - begin);
        int in_title = place < w->title_ends[phrase];
        int32_t gain = (place < w->head_ends[phrase]) * p->in_head + in_title * p->in_title;
        int32_t word = w->begins_word[at] ? (in_title ? p->title_word : p->word) : 0;
        int32_t previous_run = 0;
        for (int a = 0; a < w->atoms; a++) {
            int32_t quality = w->masks[a * w->characters + number];
            int32_t worth = quality * (gain + word + 100) + (a ? 0 : quality * word);
            w->worth[a * MOST_HITS + w->hits] = quality ? worth / 100 : p->never;
            if (quality > covers[a])
                covers[a] = quality;
            int32_t run = quality;
            if (a) {
                int32_t joined = place - before == 1 ? previous_run : 0;
                run = joined < quality ? joined : quality;
            }
            previous_run = runs[a];
            runs[a] = run;
        }
        if (runs[w->atoms - 1] > w->piece)
            w->piece = runs[w->atoms - 1];
        before = place;
        w->places[w->hits++] = place;
    }
    w->least = covers[0];
    for (int a = 0; a < w->atoms; a++) {
        w->cover += covers[a];
        if (covers[a] < w->least)
            w->least = covers[a];
    }
}

static int32_t max(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* score.points for one phrase: for each atom the best alignment ending at each hit, and the best up to it. */
static void align_hits(Work *w)
{
    const Prices *p = &w->price;
    int32_t far = p->never * 4;
    int32_t reach[MOST_HITS];
    int32_t *ending = w->endings, best = -p->skip, most = far;
    for (int h = 0; h < w->hits; h++) {
        ending[h] = w->worth[h];
        best = max(best, ending[h]);
        most = max(most, ending[h] + w->places[h] * p->gap_step);
        reach[h] = most;
    }
    w->bests[0] = best;
    for (int a = 1; a < w->atoms; a++) {
        const int32_t *last = ending, *worth = w->worth + a * MOST_HITS;
        ending = w->endings + a * MOST_HITS;
        int32_t floor = -p->skip * a, jump = w->begins[a] ? 0 : p->jump, fresh = far;
        int32_t highest = far, before_reach = far;
        for (int h = 0; h < w->hits; h++) {
            int32_t ramp = w->places[h] * p->gap_step;
            int32_t before = best - jump - (last[h] == best ? p->again : 0);
            before = max(before, floor);
            if (h) {
                before = max(before, before_reach - ramp - p->gap + 2 * p->gap_step);
                if (w->places[h] - w->places[h - 1] == 1)
                    before = max(before, last[h - 1] + p->adjacent);
            }
            ending[h] = before + worth[h];
            fresh = max(fresh, ending[h]);
            highest = max(highest, ending[h] + ramp);
            before_reach = reach[h];
            reach[h] = max(highest, reach[h] - p->skip);
        }
        best = max(fresh, best - p->skip);
        w->bests[a] = best;
    }
}

/* align(<the eight of open_work>, candidates: i64[n], out: i32[4 n]): of each the numbers that score.Answered has, the
 * points NOTHING where no character answers. */
static PyObject *native_align(PyObject *self, PyObject *const *args, Py_ssize_t many)
{
    Py_buffer v[10];
    if (many != 10)
        return PyErr_Format(PyExc_TypeError, "10 arguments");
    Work *w = PyMem_Malloc(sizeof(Work));
    if (!w)
        return PyErr_NoMemory();
    Py_ssize_t held = open_work(w, v, args);
    if (held < 0)
        return PyMem_Free(w), NULL;
    PyObject *result = NULL;
    if (take(args[8], &v[held], 8, 0, 0) < 0)
        goto done;
    const int64_t *candidates = v[held].buf;
    Py_ssize_t n = count_of(&v[held++]);
    if (take(args[9], &v[held], 4, 4 * n, 1) < 0)
        goto done;
    int32_t *out = v[held++].buf;
    for (Py_ssize_t i = 0; i < n; i++) {
        int64_t phrase = candidates[i];
        if (phrase < 0 || phrase >= w->phrases) {
            PyErr_SetString(PyExc_ValueError, "no such phrase");
            goto done;
        }
        find_hits(w, phrase);
        if (w->hits)
            align_hits(w);
        out[0] = w->hits ? w->bests[w->atoms - 1] : NOTHING;
        out[1] = w->cover;
        out[2] = w->least;
        out[3] = w->piece;
        out += 4;
    }
    result = Py_NewRef(Py_None);
done:
    close_work(w, v, held);
    PyMem_Free(w);
    return result;
}

/* The atom and hit with which the best alignment up to this atom ends; 0 when it takes none. */
static int anywhere(const Work *w, int *atom, int *hit)
{
    while (*atom && w->bests[*atom] == w->bests[*atom - 1] - w->price.skip)
        --*atom;
    const int32_t *endings = w->endings + *atom * MOST_HITS;
    for (int h = 0; h < w->hits; h++)
        if (endings[h] == w->bests[*atom])
            return *hit = h, 1;
    return 0;
}

/* The step before the one that put this atom at this hit; every step is an exact sum. 0 when there is none. */
static int step_back(const Work *w, int *atom, int *hit)
{
    const Prices *p = &w->price;
    int a = *atom, h = *hit;
    int32_t place = w->places[h];
    int32_t points = w->endings[a * MOST_HITS + h] - w->worth[a * MOST_HITS + h];
    if (h && w->places[h - 1] == place - 1 && w->endings[(a - 1) * MOST_HITS + h - 1] + p->adjacent == points)
        return *atom = a - 1, *hit = h - 1, 1;
    if (points == -p->skip * a)
        return 0;
    for (int earlier = a - 1; earlier >= 0; earlier--) {
        int32_t wanted = points + p->gap + p->skip * (a - 1 - earlier);
        const int32_t *endings = w->endings + earlier * MOST_HITS;
        for (int b = h - 1; b >= 0; b--)
            if (endings[b] - p->gap_step * (place - w->places[b] - 2) == wanted)
                return *atom = earlier, *hit = b, 1;
    }
    return *atom = a - 1, anywhere(w, atom, hit);
}

/* trace(<the eight of open_work>, phrase: int) -> list[int] */
static PyObject *native_trace(PyObject *self, PyObject *const *args, Py_ssize_t many)
{
    Py_buffer v[8];
    if (many != 9)
        return PyErr_Format(PyExc_TypeError, "9 arguments");
    long long phrase = PyLong_AsLongLong(args[8]);
    if (phrase == -1 && PyErr_Occurred())
        return NULL;
    Work *w = PyMem_Malloc(sizeof(Work));
    if (!w)
        return PyErr_NoMemory();
    Py_ssize_t held = open_work(w, v, args);
    if (held < 0)
        return PyMem_Free(w), NULL;
    PyObject *places = NULL;
    if (phrase < 0 || phrase >= w->phrases) {
        PyErr_SetString(PyExc_ValueError, "no such phrase");
        goto done;
    }
    find_hits(w, phrase);
    places = PyList_New(0);
    if (!places || !w->hits)
        goto done;
    align_hits(w);
    int atom = w->atoms - 1, hit = 0;
    int more = anywhere(w, &atom, &hit);
    while (more) {
        PyObject *place = PyLong_FromLong(w->places[hit]);
        int failed = !place || PyList_Append(places, place) < 0;
        Py_XDECREF(place);
        if (failed) {
            Py_CLEAR(places);
            goto done;
        }
        more = atom && step_back(w, &atom, &hit);
    }
    if (PyList_Reverse(places) < 0)
        Py_CLEAR(places);
done:
    close_work(w, v, held);
    PyMem_Free(w);
    return places;
}

static PyMethodDef functions[] = {
    {"union", (PyCFunction)(void (*)(void))native_union, METH_FASTCALL, NULL},
    {"add", (PyCFunction)(void (*)(void))native_add, METH_FASTCALL, NULL},
    {"select", (PyCFunction)(void (*)(void))native_select, METH_FASTCALL, NULL},
    {"align", (PyCFunction)(void (*)(void))native_align, METH_FASTCALL, NULL},
    {"trace", (PyCFunction)(void (*)(void))native_trace, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_native", NULL, 0, functions, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__native(void)
{
    fill_lanes();
    return PyModule_Create(&module);
}
