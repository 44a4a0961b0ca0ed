/* SPDX-License-Identifier: MIT */
/*
 * params.c - parameters of modules: from text to variables and back.
 *
 * Every type has a pair of functions and a struct kernel_param_ops around
 * them. Numbers are as C writes them, with 0x and 0; those that do not fit are
 * errors, and change nothing.
 *
 * Locking: param_mutex while a parameter is set or read from outside. One for
 * all modules: it is held shortly.
 */
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/kstrtox.h>
#include <octavo/moduleparam.h>
#include <octavo/mutex.h>
#include <octavo/page.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/string.h>

#define MAX_CHARP	1024u

static DEFINE_MUTEX(param_mutex);

void kernel_param_lock(struct module *mod)
{
	mutex_lock(&param_mutex);
}

void kernel_param_unlock(struct module *mod)
{
	mutex_unlock(&param_mutex);
}

bool param_name_is(const struct kernel_param *kp, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const char a = kp->name[i] == '-' ? '_' : kp->name[i];

		if (a != (name[i] == '-' ? '_' : name[i]))
			return false;
	}
	return !kp->name[len];
}

int param_set_text(const struct kernel_param *kp, const char *val)
{
	if (!kp->ops->set)
		return -EPERM;
	if (!val && !(kp->ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
		return -EINVAL;
	return kp->ops->set(val, kp);
}

/* ---- numbers -------------------------------------------------------------------- */

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static unsigned int number_base(const char **s)
{
	if (**s != '0')
		return 10;
	if (((*s)[1] | 0x20) != 'x')
		return 8;
	*s += 2;
	return 16;
}

/* All of @s but a newline at its end. */
static int parse_magnitude(const char *s, unsigned int base, u64 *res)
{
	const char *start;
	u64 n = 0;

	if (!base)
		base = number_base(&s);
	for (start = s; digit_value(*s) < (int)base; s++)
		if (__builtin_mul_overflow(n, (u64)base, &n) ||
		    __builtin_add_overflow(n, (u64)digit_value(*s), &n))
			return -ERANGE;
	if (*s == '\n')
		s++;
	if (s == start || *s)
		return -EINVAL;
	*res = n;
	return 0;
}

static int parse_signed(const char *s, s64 min, s64 max, s64 *res)
{
	const bool minus = *s == '-';
	u64 n;
	int err = parse_magnitude(s + (minus || *s == '+'), 0, &n);

	if (err)
		return err;
	if (n > (minus ? 0 - (u64)min : (u64)max))
		return -ERANGE;
	*res = (s64)(minus ? 0 - n : n);
	return 0;
}

static int parse_unsigned(const char *s, unsigned int base, u64 max, u64 *res)
{
	int err = parse_magnitude(s + (*s == '+'), base, res);

	return err ? err : *res > max ? -ERANGE : 0;
}

#define SIGNED_PARAM(name, type, min, max)				\
	int param_set_##name(const char *val,				\
			     const struct kernel_param *kp)		\
	{								\
		s64 n;							\
		int err = parse_signed(val, min, max, &n);		\
									\
		if (!err)						\
			*(type *)kp->arg = (type)n;			\
		return err;						\
	}								\
	int param_get_##name(char *buffer, const struct kernel_param *kp)\
	{								\
		return scnprintf(buffer, PAGE_SIZE, "%lld\n",		\
				 (long long)*(type *)kp->arg);		\
	}								\
	const struct kernel_param_ops param_ops_##name = {		\
		.set = param_set_##name, .get = param_get_##name,	\
	}

#define UNSIGNED_PARAM(name, type, max, base, fmt)			\
	int param_set_##name(const char *val,				\
			     const struct kernel_param *kp)		\
	{								\
		u64 n;							\
		int err = parse_unsigned(val, base, max, &n);		\
									\
		if (!err)						\
			*(type *)kp->arg = (type)n;			\
		return err;						\
	}								\
	int param_get_##name(char *buffer, const struct kernel_param *kp)\
	{								\
		return scnprintf(buffer, PAGE_SIZE, fmt "\n",		\
				 (unsigned long long)*(type *)kp->arg);	\
	}								\
	const struct kernel_param_ops param_ops_##name = {		\
		.set = param_set_##name, .get = param_get_##name,	\
	}

UNSIGNED_PARAM(byte, unsigned char, UCHAR_MAX, 0, "%llu");
SIGNED_PARAM(short, short, -SHRT_MAX - 1, SHRT_MAX);
UNSIGNED_PARAM(ushort, unsigned short, USHRT_MAX, 0, "%llu");
SIGNED_PARAM(int, int, INT_MIN, INT_MAX);
UNSIGNED_PARAM(uint, unsigned int, UINT_MAX, 0, "%llu");
SIGNED_PARAM(long, long, LONG_MIN, LONG_MAX);
UNSIGNED_PARAM(ulong, unsigned long, ULONG_MAX, 0, "%llu");
UNSIGNED_PARAM(ullong, unsigned long long, ULLONG_MAX, 0, "%llu");
UNSIGNED_PARAM(hexint, unsigned int, UINT_MAX, 0, "%#08llx");

int param_set_uint_minmax(const char *val, const struct kernel_param *kp,
			  unsigned int min, unsigned int max)
{
	u64 n;
	int err = parse_unsigned(val, 0, UINT_MAX, &n);

	if (err || n < min || n > max)
		return -EINVAL;
	*(unsigned int *)kp->arg = (unsigned int)n;
	return 0;
}

/* ---- yes and no ----------------------------------------------------------------- */

int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val ? val : "1", kp->arg);
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%c\n",
			 *(bool *)kp->arg ? 'Y' : 'N');
}

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};

int param_set_bool_enable_only(const char *val, const struct kernel_param *kp)
{
	bool *flag = kp->arg, on;
	int err = kstrtobool(val ? val : "1", &on);

	if (err)
		return err;
	if (*flag && !on)
		return -EROFS;
	*flag = on;
	return 0;
}

const struct kernel_param_ops param_ops_bool_enable_only = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool_enable_only,
	.get = param_get_bool,
};

int param_set_invbool(const char *val, const struct kernel_param *kp)
{
	bool on;
	int err = kstrtobool(val, &on);

	if (!err)
		*(bool *)kp->arg = !on;
	return err;
}

int param_get_invbool(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%c\n",
			 *(bool *)kp->arg ? 'N' : 'Y');
}

const struct kernel_param_ops param_ops_invbool = {
	.set = param_set_invbool,
	.get = param_get_invbool,
};

int param_set_bint(const char *val, const struct kernel_param *kp)
{
	bool on;
	int err = kstrtobool(val ? val : "1", &on);

	if (!err)
		*(int *)kp->arg = on;
	return err;
}

const struct kernel_param_ops param_ops_bint = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bint,
	.get = param_get_int,
};

/* ---- text ----------------------------------------------------------------------- */

/* A value that was allocated here has this in front, so that one that was not,
 * the driver's initial one, is told from it. */
struct charp_value {
	struct charp_value *next;
	char text[];
};

static struct charp_value *charp_values;

static void free_charp(const char *text)
{
	for (struct charp_value **p = &charp_values; *p; p = &(*p)->next) {
		struct charp_value *v = *p;

		if (v->text != text)
			continue;
		*p = v->next;
		kfree(v);
		return;
	}
}

int param_set_charp(const char *val, const struct kernel_param *kp)
{
	const size_t len = strnlen(val, MAX_CHARP + 1);
	struct charp_value *v;

	if (len > MAX_CHARP)
		return -ENOSPC;
	v = kmalloc(sizeof(*v) + len + 1, GFP_KERNEL);
	if (!v)
		return -ENOMEM;
	memcpy(v->text, val, len + 1);
	v->next = charp_values;
	charp_values = v;
	free_charp(*(char **)kp->arg);
	*(char **)kp->arg = v->text;
	return 0;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	const char *text = *(char **)kp->arg;

	return scnprintf(buffer, PAGE_SIZE, "%s\n", text ? text : "(null)");
}

void param_free_charp(void *arg)
{
	free_charp(*(char **)arg);
}

const struct kernel_param_ops param_ops_charp = {
	.set = param_set_charp,
	.get = param_get_charp,
	.free = param_free_charp,
};

int param_set_copystring(const char *val, const struct kernel_param *kp)
{
	if (strlen(val) + 1 > kp->str->maxlen)
		return -ENOSPC;
	strcpy(kp->str->string, val);
	return 0;
}

int param_get_string(char *buffer, const struct kernel_param *kp)
{
	return scnprintf(buffer, PAGE_SIZE, "%s\n", kp->str->string);
}

const struct kernel_param_ops param_ops_string = {
	.set = param_set_copystring,
	.get = param_get_string,
};

/* ---- arrays: values with commas between them -------------------------------------- */

/* Element @i as if it were a parameter of its own. */
static struct kernel_param array_element(const struct kernel_param *kp,
					 unsigned int i)
{
	const struct kparam_array *arr = kp->arr;

	return (struct kernel_param){
		.name = kp->name, .mod = kp->mod, .ops = arr->ops,
		.perm = kp->perm, .level = kp->level, .flags = kp->flags,
		{ .arg = (char *)arr->elem + (size_t)i * arr->elemsize },
	};
}

static int param_array_set(const char *val, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	char *copy = kstrdup(val, GFP_KERNEL), *rest = copy, *word;
	unsigned int nr = 0;
	int err = copy ? 0 : -ENOMEM;

	while (!err && (word = strsep(&rest, ","))) {
		const struct kernel_param el = array_element(kp, nr);

		err = nr == arr->max ? -EINVAL : el.ops->set(word, &el);
		nr += !err;
	}
	kfree(copy);
	if (!err && !nr)
		err = -EINVAL;
	if (!err && arr->num)
		*arr->num = nr;
	return err;
}

static int param_array_get(char *buffer, const struct kernel_param *kp)
{
	const struct kparam_array *arr = kp->arr;
	const unsigned int nr = arr->num ? *arr->num : arr->max;
	char *one = (char *)__get_free_page(GFP_KERNEL);
	int len = 0;

	if (!one)
		return -ENOMEM;
	for (unsigned int i = 0; i < nr; i++) {
		const struct kernel_param el = array_element(kp, i);
		int n = el.ops->get(one, &el);

		if (n < 0) {
			len = n;
			break;
		}
		if (i)
			buffer[len - 1] = ',';	/* for the newline */
		len += scnprintf(buffer + len, PAGE_SIZE - (size_t)len, "%s",
				 one);
	}
	free_page((unsigned long)one);
	return len;
}

static void param_array_free(void *arg)
{
	const struct kparam_array *arr = arg;
	const unsigned int nr = arr->num ? *arr->num : arr->max;

	for (unsigned int i = 0; i < nr && arr->ops->free; i++)
		arr->ops->free((char *)arr->elem + (size_t)i * arr->elemsize);
}

const struct kernel_param_ops param_array_ops = {
	.set = param_array_set,
	.get = param_array_get,
	.free = param_array_free,
};
