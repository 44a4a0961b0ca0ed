// SPDX-License-Identifier: MIT
/*
 * A device whose memory is mapped in each way a driver may: minor 0 shows
 * vmalloc_user() memory, 1 a frame by remap_pfn_range(), 2 pages by ->fault, 3
 * frames by vmf_insert_pfn(), 4 pages by vm_insert_page().
 */
#include <linux/module.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/miscdevice.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define NR_PAGES 4

static int how;
module_param(how, int, 0444);

static char *memory;			/* of vmalloc_user() */
static char *block;			/* of the page allocator */
static int opened;			/* areas that are there */

static void area_open(struct vm_area_struct *vma)
{
	opened++;
}

static void area_close(struct vm_area_struct *vma)
{
	opened--;
}

static vm_fault_t area_fault(struct vm_fault *vmf)
{
	if (vmf->pgoff >= NR_PAGES)
		return VM_FAULT_SIGBUS;
	if (how == 3)
		return vmf_insert_pfn(vmf->vma, vmf->address,
			page_to_pfn(virt_to_page(block)) + vmf->pgoff);
	vmf->page = vmalloc_to_page(memory + vmf->pgoff * PAGE_SIZE);
	get_page(vmf->page);
	return 0;
}

static const struct vm_operations_struct area_ops = {
	.open = area_open,
	.close = area_close,
	.fault = area_fault,
};

static int insert_pages(struct vm_area_struct *vma)
{
	unsigned long i;
	int err = 0;

	for (i = 0; i < vma_pages(vma) && !err; i++)
		err = vm_insert_page(vma, vma->vm_start + i * PAGE_SIZE,
				     vmalloc_to_page(memory + i * PAGE_SIZE));
	return err;
}

static int dev_mmap(struct file *file, struct vm_area_struct *vma)
{
	unsigned long size = vma->vm_end - vma->vm_start;
	int err = 0;

	if (how != 2 && how != 3 &&
	    vma->vm_pgoff + (size >> PAGE_SHIFT) > NR_PAGES)
		return -EINVAL;
	switch (how) {
	case 0:
		err = remap_vmalloc_range(vma, memory, vma->vm_pgoff);
		break;
	case 1:
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
		err = remap_pfn_range(vma, vma->vm_start,
			(virt_to_phys(block) >> PAGE_SHIFT) + vma->vm_pgoff,
			size, vma->vm_page_prot);
		break;
	case 3:
		vma->vm_flags |= VM_PFNMAP | VM_DONTEXPAND;
		break;
	case 4:
		err = insert_pages(vma);
		break;
	}
	if (err)
		return err;
	vma->vm_ops = &area_ops;
	area_open(vma);
	return 0;
}

/* Says how many areas there are, then the first byte of each page. */
static ssize_t dev_read(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	const char *from = how == 1 || how == 3 ? block : memory;
	char out[NR_PAGES + 1];
	int i;

	if (*pos)
		return 0;
	out[0] = '0' + opened;
	for (i = 0; i < NR_PAGES; i++)
		out[i + 1] = from[i * PAGE_SIZE];
	len = min(len, sizeof(out));
	if (copy_to_user(buf, out, len))
		return -EFAULT;
	*pos = len;
	return len;
}

static const struct file_operations dev_fops = {
	.owner = THIS_MODULE,
	.mmap = dev_mmap,
	.read = dev_read,
};

static struct miscdevice dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "mmtest",
	.fops = &dev_fops,
	.mode = 0666,
};

static int __init dev_init(void)
{
	int err = -ENOMEM;

	memory = vmalloc_user(NR_PAGES * PAGE_SIZE);
	if (!memory)
		return -ENOMEM;
	block = (char *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, 2);
	if (!block)
		goto free_memory;
	memset(memory, '.', NR_PAGES * PAGE_SIZE);
	memset(block, '.', NR_PAGES * PAGE_SIZE);
	err = misc_register(&dev);
	if (err)
		goto free_block;
	return 0;

free_block:
	free_pages((unsigned long)block, 2);
free_memory:
	vfree(memory);
	return err;
}

static void __exit dev_exit(void)
{
	misc_deregister(&dev);
	free_pages((unsigned long)block, 2);
	vfree(memory);
}

module_init(dev_init);
module_exit(dev_exit);
MODULE_LICENSE("GPL");
