/* SPDX-License-Identifier: MIT */
/*
 * char_dev.c - which numbers are whose: character devices of drivers, see
 * octavo/cdev.h.
 *
 * Numbers are reserved in regions; a region is filled by one or more struct
 * cdev, or by none yet.
 *
 * Locking: chrdevs_lock. Drivers come and go while no file of theirs is open.
 */
#include <octavo/cdev.h>
#include <octavo/seq_file.h>
#include "internal.h"

#define NR_MINORS	(1u << MINORBITS)
#define FIRST_DYNAMIC	234		/* counted down from here, */
#define LAST_DYNAMIC	128		/* to here */

struct chrdev_region {
	struct list_head node;
	dev_t from;
	unsigned int count;
	const char *name;
};

static DEFINE_MUTEX(chrdevs_lock);
static LIST_HEAD(cdevs);
static LIST_HEAD(regions);

static bool overlap(dev_t a, unsigned int nr_a, dev_t b, unsigned int nr_b)
{
	return a < b + nr_b && b < a + nr_a;
}

static bool is_valid(dev_t from, unsigned int count)
{
	return count && MINOR(from) + (u64)count <= NR_MINORS;
}

/* ---- regions -------------------------------------------------------------- */

static bool is_reserved(dev_t from, unsigned int count)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &regions, node)
		if (overlap(r->from, r->count, from, count))
			return true;
	return false;
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	struct chrdev_region *r;
	int err = 0;

	if (!is_valid(from, count))
		return -EINVAL;
	r = kmalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	*r = (struct chrdev_region){ .from = from, .count = count,
				     .name = name };
	mutex_lock(&chrdevs_lock);
	if (is_reserved(from, count))
		err = -EBUSY;
	else
		list_add_tail(&r->node, &regions);
	mutex_unlock(&chrdevs_lock);
	if (err)
		kfree(r);
	return err;
}

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count,
			const char *name)
{
	int err = -EBUSY;

	if (baseminor >= NR_MINORS)
		return -EINVAL;
	for (unsigned int major = FIRST_DYNAMIC;
	     major >= LAST_DYNAMIC && err == -EBUSY; major--) {
		*dev = MKDEV(major, baseminor);
		if (major != 136)	/* of pseudo-terminals */
			err = register_chrdev_region(*dev, count, name);
	}
	return err;
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	struct chrdev_region *r, *next;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry_safe(r, next, &regions, node) {
		if (r->from != from || r->count != count)
			continue;
		list_del(&r->node);
		kfree(r);
		break;
	}
	mutex_unlock(&chrdevs_lock);
}

void chrdevs_show(struct seq_file *m)
{
	struct chrdev_region *r;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &regions, node)
		seq_printf(m, "%3u %s\n", MAJOR(r->from), r->name);
	mutex_unlock(&chrdevs_lock);
}

/* ---- devices ---------------------------------------------------------------- */

static struct cdev *find(dev_t dev, unsigned int count)
{
	struct cdev *cdev;

	list_for_each_entry(cdev, &cdevs, list)
		if (overlap(cdev->dev, cdev->count, dev, count))
			return cdev;
	return NULL;
}

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	int err = 0;

	if (!is_valid(dev, count))
		return -EINVAL;
	mutex_lock(&chrdevs_lock);
	if (find(dev, count)) {
		err = -EBUSY;
	} else {
		cdev->dev = dev;
		cdev->count = count;
		list_add_tail(&cdev->list, &cdevs);
	}
	mutex_unlock(&chrdevs_lock);
	return err;
}

void cdev_del(struct cdev *cdev)
{
	mutex_lock(&chrdevs_lock);
	list_del_init(&cdev->list);
	mutex_unlock(&chrdevs_lock);
}

const struct file_operations *cdev_open(struct inode *inode)
{
	struct cdev *cdev;

	mutex_lock(&chrdevs_lock);
	cdev = inode->i_cdev = find(inode->i_rdev, 1);
	mutex_unlock(&chrdevs_lock);
	return cdev ? cdev->ops : NULL;
}
