// SPDX-License-Identifier: MIT
/*
 * params.c - a parameter of every type, said when the driver starts.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

static unsigned char byte;
static short sh;
static unsigned int ui = 7;
static unsigned long long ull;
static bool flag, inverse = true;
static char *text = "none";
static char line[8] = "line";
static int list[4], nr_list;
static int other;
static int calls;

static int calls_set(const char *val, const struct kernel_param *kp)
{
	calls++;
	return strcmp(val, "bad") ? 0 : -EINVAL;
}

static int calls_get(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%d\n", calls);
}

static const struct kernel_param_ops calls_ops = {
	.set = calls_set,
	.get = calls_get,
};

module_param(byte, byte, 0444);
module_param(sh, short, 0444);
module_param(ui, uint, 0644);
module_param(ull, ullong, 0);
module_param(flag, bool, 0444);
module_param(inverse, invbool, 0);
module_param(text, charp, 0444);
module_param_string(line, line, sizeof(line), 0444);
module_param_array(list, int, &nr_list, 0444);
module_param_named(name, other, int, 0444);
module_param_cb(calls, &calls_ops, NULL, 0444);
MODULE_PARM_DESC(text, "any");

static int __init params_init(void)
{
	pr_info("%d %d %u %llu %d %d %s %s %d:%d,%d,%d %d %d\n", byte, sh, ui,
		ull, flag, inverse, text, line, nr_list, list[0], list[1],
		list[2], other, calls);
	return 0;
}

static void __exit params_exit(void)
{
}

module_init(params_init);
module_exit(params_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_VERSION("1.0");
