/* SPDX-License-Identifier: MIT */
/*
 * seq_print.c - numbers, paths, bytes and lists in texts, see octavo/seq_file.h.
 */
#include "../internal.h"
#include <octavo/hexdump.h>
#include <octavo/seq_file.h>

void seq_put_decimal_ull(struct seq_file *m, const char *delimiter,
			 unsigned long long num)
{
	seq_printf(m, "%s%llu", delimiter ? delimiter : "", num);
}

void seq_put_decimal_ll(struct seq_file *m, const char *delimiter,
			long long num)
{
	seq_printf(m, "%s%lld", delimiter ? delimiter : "", num);
}

void seq_put_hex_ll(struct seq_file *m, const char *delimiter,
		    unsigned long long v, unsigned int width)
{
	seq_printf(m, "%s%0*llx", delimiter ? delimiter : "", (int)width, v);
}

void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	for (; *s; s++) {
		if (*s == '\\' || strchr(esc, *s))
			seq_printf(m, "\\%03o", (unsigned char)*s);
		else
			seq_putc(m, *s);
	}
}

int seq_path(struct seq_file *m, const struct path *path, const char *esc)
{
	const size_t before = m->count;
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL), *name;

	if (!buf) {
		m->count = m->size;
		return -1;
	}
	name = d_path(path->dentry, buf, PATH_MAX);
	seq_escape(m, IS_ERR(name) ? "(unreachable)" : name, esc);
	kfree(buf);
	return seq_has_overflowed(m) ? -1 : (int)(m->count - before);
}

int seq_file_path(struct seq_file *m, struct file *file, const char *esc)
{
	return seq_path(m, &file->f_path, esc);
}

size_t seq_get_buf(struct seq_file *m, char **bufp)
{
	*bufp = seq_has_overflowed(m) ? NULL : m->buf + m->count;
	return m->size - m->count;
}

void seq_commit(struct seq_file *m, int num)
{
	m->count = num < 0 ? m->size : m->count + (size_t)num;
}

/* ---- bytes and columns ------------------------------------------------------------- */

void seq_hex_dump(struct seq_file *m, const char *prefix, int prefix_type,
		  int rowsize, int groupsize, const void *buf, size_t len,
		  bool ascii)
{
	const size_t row = rowsize == 32 ? 32 : 16;
	char line[32 * 3 + 2 + 32 + 1];

	for (size_t at = 0; at < len && !seq_has_overflowed(m); at += row) {
		const void *p = (const char *)buf + at;

		hex_dump_to_buffer(p, min(row, len - at), (int)row, groupsize,
				   line, sizeof(line), ascii);
		if (prefix_type == DUMP_PREFIX_ADDRESS)
			seq_printf(m, "%s%p: %s\n", prefix, p, line);
		else if (prefix_type == DUMP_PREFIX_OFFSET)
			seq_printf(m, "%s%.8lx: %s\n", prefix,
				   (unsigned long)at, line);
		else
			seq_printf(m, "%s%s\n", prefix, line);
	}
}

void seq_pad_to_width(struct seq_file *m, char c)
{
	while (m->count < m->pad_until && !seq_has_overflowed(m))
		seq_putc(m, ' ');
	if (c)
		seq_putc(m, c);
}

/* ---- lists ------------------------------------------------------------------------- */

struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *lh = head->next;

	for (; lh != head; lh = lh->next)
		if (pos-- == 0)
			return lh;
	return NULL;
}

struct list_head *seq_list_start_head(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start(head, pos - 1) : head;
}

struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = ((struct list_head *)v)->next;

	++*ppos;
	return lh == head ? NULL : lh;
}
